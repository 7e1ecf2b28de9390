"""The templates of the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2


class Templates:
    """Pages from templates; everything that is put in is escaped unless it is markup already."""

    def __init__(self, **always: Any) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(always)
        self._environment.filters["count"] = lambda number: f"{number:,}"

    def write(self, path: Path, name: str, **values: Any) -> None:
        """Write a page. Its links start from the top of the site by ``root``."""
        template = self._environment.get_template(f"{name}.html.jinja")
        path.write_bytes(template.render(**values).encode())
