"""Tasks for EleutherAI's lm-evaluation-harness: one YAML file a task, and here how answers are scored.

``python -m kavychki.harness`` prints the folder, for ``lm-eval run --include_path``. The tasks read the folder
``dataset`` below the one in which they are run, as ``kavychki build --out dataset`` writes it.
"""

from kavychki.harness.answering import score_answer
from kavychki.harness.extraction import micro_f1, score_extraction
from kavychki.harness.topics import topic_names

__all__ = ["micro_f1", "score_answer", "score_extraction", "topic_names"]
