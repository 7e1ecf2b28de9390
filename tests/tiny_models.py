"""Tiny random models, made on the spot from the corpus: what recipes are run with instead of a pretrained one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from kavychki import Corpus, read_articles

VOCABULARY = 2000
WIDTH, LAYERS, HEADS = 32, 2, 2
MASKED_LENGTH, CAUSAL_LENGTH = 512, 8192


def _texts() -> Iterator[str]:
    return (article.text for article in read_articles(Corpus.open()) if article.text is not None)


def tiny_encoder(folder: Path) -> Path:
    """A BERT with a WordPiece tokenizer, in a folder as ``from_pretrained`` reads it."""
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    trained = BertWordPieceTokenizer(lowercase=False, strip_accents=False)
    trained.train_from_iterator(_texts(), vocab_size=VOCABULARY, show_progress=False)
    trained.save(str(folder.with_suffix(".json")))
    tokenizer = BertTokenizerFast(
        tokenizer_file=str(folder.with_suffix(".json")), do_lower_case=False, model_max_length=MASKED_LENGTH
    )
    tokenizer.save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=2 * WIDTH,
        max_position_embeddings=MASKED_LENGTH,
        pad_token_id=tokenizer.pad_token_id,
    )
    BertModel(config).save_pretrained(folder)
    return folder


def tiny_language_model(folder: Path) -> Path:
    """A Qwen 3 with a byte-level tokenizer and the chat template of that family, as TRL carries it."""
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(
        _texts(),
        vocab_size=VOCABULARY,
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        show_progress=False,
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=trained._tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        model_max_length=CAUSAL_LENGTH,
    )
    tokenizer.chat_template = (files("trl") / "chat_templates" / "qwen3.jinja").read_text(encoding="utf-8")
    tokenizer.save_pretrained(folder)
    config = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        num_key_value_heads=HEADS,
        head_dim=WIDTH // HEADS,
        intermediate_size=2 * WIDTH,
        max_position_embeddings=CAUSAL_LENGTH,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=None,
    )
    Qwen3ForCausalLM(config).save_pretrained(folder)
    return folder
