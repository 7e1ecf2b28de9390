"""The dataset card: generated from the build, so that its numbers are the data's."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import jinja2
import yaml
from datasets import Features

from kavychki.dataset.configs import DEFAULT_CONFIG, Config
from kavychki.dataset.report import BuildReport, SplitSize
from kavychki.model import Collection
from kavychki.schema.documents import Schema

SHARD = "{split}-{number:05d}-of-{count:05d}.parquet"
"""The name of a file of a split, as ``datasets`` writes them."""

SHARDS = "{split}-*.parquet"
"""All files of a split."""


def card(report: BuildReport, configs: tuple[Config, ...], collections: dict[str, Collection]) -> str:
    """The text of the card's README.md.

    ``load_dataset`` keys its cache on the card's YAML and not on the files, so the digest of the content stands in it.
    """
    template = jinja2.Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,
    ).from_string(files("kavychki.dataset").joinpath("card.md.jinja").read_text(encoding="utf-8"))
    return template.render(
        header=_yaml(_header(report, configs)),
        report=report,
        configs=[config for config in configs if config.name in report.configs],
        collections=collections,
        quote_types=Schema.at().vocabulary("quote-type"),
        media=Schema.at().vocabulary("medium"),
    )


def _header(report: BuildReport, configs: tuple[Config, ...]) -> dict[str, Any]:
    return {
        "pretty_name": "Kavychki",
        "language": ["ru"],
        # A build with texts of others has no licence of its own to give.
        "license": "other" if report.private else "cc-by-4.0",
        "task_categories": ["token-classification", "text-classification", "question-answering"],
        "tags": ["quotation-extraction", "speaker-attribution", "named-entity-recognition", "news"],
        "annotations_creators": ["machine-generated"],
        "source_datasets": ["original"],
        "multilinguality": ["monolingual"],
        "configs": [
            _config_entry(config, report.configs[config.name]) for config in configs if config.name in report.configs
        ],
        "dataset_info": [
            _info_entry(config, report.configs[config.name], report.digest)
            for config in configs
            if config.name in report.configs
        ],
    }


def _config_entry(config: Config, splits: dict[str, SplitSize]) -> dict[str, Any]:
    entry: dict[str, Any] = {"config_name": config.name}
    if config.name == DEFAULT_CONFIG:
        entry["default"] = True
    entry["data_files"] = [{"split": name, "path": f"{config.name}/{SHARDS.format(split=name)}"} for name in splits]
    return entry


def _info_entry(config: Config, splits: dict[str, SplitSize], digest: str) -> dict[str, Any]:
    return {
        "config_name": config.name,
        "description": f"{config.description} Content {digest}.",
        "features": _feature_list(config.features),
        "splits": [
            {"name": name, "num_bytes": size.memory_bytes, "num_examples": size.rows} for name, size in splits.items()
        ],
        "download_size": sum(size.file_bytes for size in splits.values()),
        "dataset_size": sum(size.memory_bytes for size in splits.values()),
    }


def _feature_list(features: Features) -> Any:
    # The one place that knows the card's spelling of features; the library offers no public name for it.
    return features._to_yaml_list()  # noqa: SLF001


def _yaml(header: dict[str, Any]) -> str:
    return yaml.safe_dump(header, allow_unicode=True, sort_keys=False, width=1000).rstrip("\n")
