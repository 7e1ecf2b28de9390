"""The dataset card: generated from the build, so that its numbers are the data's.

Its sections are those of the hub's template for dataset cards.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import jinja2
import yaml
from datasets import Features

from kavychki.dataset.columns import example, kind_of
from kavychki.dataset.configs import DEFAULT_CONFIG, Config
from kavychki.dataset.croissant import left_out
from kavychki.dataset.report import BuildReport, SplitSize
from kavychki.dataset.statement import CC_BY, Statement
from kavychki.model import Article
from kavychki.model.split import SPLITS
from kavychki.schema.documents import Schema
from kavychki.statistics.formats import markdown
from kavychki.statistics.pictures import description

SHARD = "{split}-{number:05d}-of-{count:05d}.parquet"
"""The name of a file of a split, as ``datasets`` writes them."""

SHARDS = "{split}-*.parquet"
"""All files of a split."""


def card(
    report: BuildReport,
    configs: Sequence[Config],
    statement: Statement,
    *,
    shown: Article | None = None,
    pictures: Sequence[str] = (),
) -> str:
    """The text of the card's README.md.

    ``load_dataset`` keys its cache on the card's YAML and not on the files, so the digest of the content stands in it.

    Args:
        report: what was built.
        configs: all configs; the card tells of those that have rows.
        statement: what is said of the records.
        shown: the article whose rows serve as examples, one whose text may be passed on.
        pictures: names of the pictures in the folder ``images``.
    """
    template = jinja2.Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,
    ).from_string(files("kavychki.dataset").joinpath("card.md.jinja").read_text(encoding="utf-8"))
    built = [config for config in configs if config.name in report.configs]
    return template.render(
        header=_yaml(_header(report, built, statement)),
        report=report,
        configs=built,
        splits=SPLITS,
        statement=statement,
        prose=statement.prose,
        collections=statement.collections,
        tasks=_tasks(built, statement),
        tables={name: markdown(table) for name, table in statement.tables.items()},
        examples={config.name: shown and example(config, shown) for config in built},
        pictures={name: description(name) for name in pictures},
        kind_of=kind_of,
        left_out=left_out,
        quote_types=Schema.at().vocabulary("quote-type"),
        media=Schema.at().vocabulary("medium"),
    )


def _tasks(built: Sequence[Config], statement: Statement) -> list[dict[str, Any]]:
    """The tasks that the build has a config for."""
    names = {config.name for config in built}
    return [task for task in statement.prose["tasks"] if names & set(task["configs"])]


def _header(report: BuildReport, built: Sequence[Config], statement: Statement) -> dict[str, Any]:
    tasks = _tasks(built, statement)
    return {
        "pretty_name": "Kavychki",
        "language": statement.languages,
        **_licence(report, statement),
        "task_categories": list(dict.fromkeys(task["category"] for task in tasks)),
        "task_ids": list(dict.fromkeys(identifier for task in tasks for identifier in task["ids"])),
        "tags": ["quotation-extraction", "speaker-attribution", "named-entity-recognition", "news"],
        "annotations_creators": statement.annotations_creators,
        "language_creators": statement.language_creators,
        "source_datasets": statement.source_datasets,
        "multilinguality": ["monolingual" if len(statement.languages) == 1 else "multilingual"],
        "size_categories": [statement.size_category],
        "configs": [_config_entry(config, report.configs[config.name]) for config in built],
        "dataset_info": [_info_entry(config, report.configs[config.name], report.digest) for config in built],
    }


def _licence(report: BuildReport, statement: Statement) -> dict[str, str]:
    # A build with texts of others has no licence of its own to give.
    if report.private:
        return {"license": "other", "license_name": "annotations-cc-by-4.0-texts-not-for-redistribution"}
    if statement.licences != [CC_BY]:
        return {"license": "other", "license_name": "several-see-the-card"}
    return {"license": "cc-by-4.0"}


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
