"""``kavychki explain``."""

from __future__ import annotations

import click

from kavychki.validation import LEVELS, RULES


@click.command("explain")
@click.argument("codes", nargs=-1)
def command(codes: tuple[str, ...]) -> None:
    """Say what a finding means: the rule, a wrong and a right example, the remedy.

    CODES are codes or slugs; without any, all rules are listed.

    \b
      kavychki explain K207
      kavychki explain wrong-surface not-canonical
    """
    by_name = {name: rule for rule in RULES.values() for name in (rule.code, rule.slug)}
    if not codes:
        for rule in RULES.values():
            click.echo(f"{rule.code}  {rule.severity:<8} {rule.slug:<26} {rule.meaning}")
    for name in codes:
        known = by_name.get(name.upper()) or by_name.get(name)
        if known is None:
            raise click.BadParameter(f"{name!r} is no code and no slug: `kavychki explain` lists them all")
        click.secho(f"{known.code} {known.slug}", bold=True)
        click.echo(f"  {known.severity}, level {known.level}: {LEVELS[known.level]}")
        click.echo(f"  rule    {known.meaning}")
        click.echo(f"  wrong   {known.wrong}")
        click.echo(f"  right   {known.right}")
        click.echo(f"  remedy  {known.remedy}")
