"""Commands on the consistency of the records: run the rules, list what they found."""

from __future__ import annotations

from typing import Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, RegionCode

consistency_app = typer.Typer(
    no_args_is_help=True, help="Hold the records against each other, and list what does not agree."
)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(consistency_app, name="consistency")


@consistency_app.command()
def run(as_json: AsJson = False) -> None:
    """Apply every rule to every record and bring the list up to date; the server does it each night."""
    from muster import consistency  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    told = in_database(lambda _: consistency.run())
    text = (
        f"{told['findings']:,} findings: {told['opened']:,} new, {told['changed']:,} changed, "
        f"{told['closed']:,} gone ({told['load_seconds']:.1f} s to load, "
        f"{told['rule_seconds']:.1f} s to judge)"
    )
    emit(told, text, as_json=as_json)


@consistency_app.command(name="list")
def listed(
    region: RegionCode = None,
    rule: Annotated[
        str | None, typer.Option("--rule", help="Only findings of the rule with this code.")
    ] = None,
    login: Login = "registrar",
    as_json: AsJson = False,
) -> None:
    """List the open findings of a region with their fix, the worst first."""
    from muster import consistency  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    found = in_database(lambda settings: consistency.open_findings(login, region or settings.region, rule))
    lines = [
        f"{each['severity']:8} {each['rule']:32} {each['sentence_zh']}  → {each['fix_zh']}" for each in found
    ]
    emit(found, "\n".join([*lines, f"{len(found):,} open findings"]), as_json=as_json)
