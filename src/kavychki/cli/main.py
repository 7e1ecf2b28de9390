"""The command line: one command a module, imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from typing import cast

import click

from kavychki.errors import KavychkiError

EXIT_FINDINGS = 1
EXIT_ERROR = 2
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141

COMMANDS = (
    "add",
    "adjudicate",
    "agree",
    "annotate",
    "build",
    "compile",
    "diff",
    "evaluate",
    "explain",
    "export",
    "fmt",
    "hydrate",
    "new",
    "remove",
    "review",
    "show",
    "site",
    "stats",
    "status",
    "validate",
)

HELP = """Annotated Russian-language news: quotes, speakers, entities, topics.

\b
  kavychki validate                  check the corpus
  kavychki build --out dataset       write Parquet that `datasets` loads
  kavychki hydrate press --from DIR  find the texts that may not be shipped
  kavychki status                    how far the annotation has come
  kavychki stats                     what the corpus holds, counted and drawn
  kavychki export ID > article.xml   an article for an editor
  kavychki add --replace article.xml check it and store it
  kavychki review --annotator ID     annotate in a page on this machine
  kavychki annotate article.txt      find quotes and speakers in your own texts
  kavychki site --out site           write pages to look at, with a search

Every command reads the corpus that comes with the package, or the folder that --corpus names. Exit status: 0 done, 1
findings, 2 usage or internal error, 130 interrupted.
"""


class _Commands(click.Group):
    """Imports a command's module only when it is needed, so that `kavychki --help` is immediate."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"kavychki.cli.{cmd_name}").command
        return cast("click.Command", command)


@click.group(
    cls=_Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(package_name="kavychki")
def cli() -> None:
    """See HELP."""


def main() -> None:
    """Run the command line and exit with its status; what a user can mend is a message, never a traceback."""
    # Arrow reads this once, at its first use: its own allocator keeps more of what was freed, and is no quicker here.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        status = cli(standalone_mode=False)
    except click.exceptions.Abort as abort:
        _fail(f"interrupted: {str(abort) or 'nothing was changed'}", EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_ERROR)
    except KavychkiError as error:
        _fail(str(error), EXIT_ERROR)
    except BrokenPipeError:
        # The reader (`head`, say) has had enough; what is still buffered must not raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_BROKEN_PIPE)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{error.strerror or error}", EXIT_ERROR)
    except Exception:  # noqa: BLE001 - whatever is left is our own mistake, and its status is 2
        traceback.print_exc()
        _fail("internal error: please report it with the lines above", EXIT_ERROR)
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str, status: int) -> None:
    click.echo(f"kavychki: {message}", err=True)
    sys.exit(status)
