"""Commands on records that may be one, and on strength figures that count each once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, RegionCode

matching_app = typer.Typer(
    no_args_is_help=True, help="Find records that may stand for the same thing, and decide about them."
)
_KIND = Literal["person", "organization", "equipment_item", "shared_resource"]
Kind = Annotated[_KIND | None, typer.Option("--kind", help="Only this kind of record.")]
_DECISION = Literal["open", "same", "different", "unsure"]
Decided = Annotated[_DECISION, typer.Option("--decision", help="Only pairs decided so.")]
Score = Annotated[
    int, typer.Option("--score", min=0, max=100, help="Only pairs with so many points or more.")
]
Pair = Annotated[str, typer.Argument(help="Id of the pair, as `muster matching list` prints it.")]
Decision = Annotated[_DECISION, typer.Argument(help="What was decided.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for the ledger.")]
Day = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day; today without it.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(matching_app, name="matching")
    app.command()(strength)


@matching_app.command()
def propose(kind: Kind = None, as_json: AsJson = False) -> None:
    """Compare all records and bring the list of pairs up to date; the server does it each night."""
    from muster import matching  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time
    from registry.codes import MatchKind  # noqa: PLC0415 -- start-up time

    kinds = tuple(MatchKind) if kind is None else (MatchKind(kind),)

    told = in_database(lambda _: matching.propose_all(kinds))
    lines = [
        f"{each['kind']}: {each['found']:,} pairs: {each['added']:,} new, {each['rescored']:,} changed, "
        f"{each['dropped']:,} gone"
        for each in told
    ]
    emit(told, "\n".join(lines), as_json=as_json)


@matching_app.command(name="list")
def listed(
    region: RegionCode = None,
    kind: Kind = None,
    decision: Decided = "open",
    score: Score = 0,
    login: Login = "registrar",
    as_json: AsJson = False,
) -> None:
    """List the pairs of a region with what speaks for and against them, the likeliest first."""
    from muster import matching  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time
    from registry.codes import MatchDecision, MatchKind  # noqa: PLC0415 -- start-up time

    found = in_database(
        lambda settings: matching.listed(
            login,
            region or settings.region,
            None if kind is None else MatchKind(kind),
            MatchDecision(decision),
            score,
        )
    )
    lines = [
        f"{each['id']}  {each['score']:3} {each['kind']:16} {' / '.join(each['regions'])}  "
        f"{'、'.join(each['reasons_zh'])}"
        for each in found
    ]
    emit(found, "\n".join([*lines, f"{len(found):,} pairs"]), as_json=as_json)


@matching_app.command(name="decide")
def decided(
    pair: Pair, decision: Decision, reason: Reason, login: Login = "registrar", as_json: AsJson = False
) -> None:
    """Decide whether two records are one; the records stay as they are, and it can be taken back."""
    from muster import matching  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time
    from registry.codes import MatchDecision  # noqa: PLC0415 -- start-up time

    told = in_database(lambda _: matching.decided(login, pair, MatchDecision(decision), reason))
    emit(told, f"{told['id']}: {told['decision']} (version {told['version']})", as_json=as_json)


def strength(
    region: RegionCode = None, on: Day = None, login: Login = "registrar", as_json: AsJson = False
) -> None:
    """Print the strength of a region and its parts by category, each person and item counted once."""
    from muster import clock, matching  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    day = clock.today() if on is None else on.date()
    told = in_database(lambda settings: matching.strength_of(login, region or settings.region, day))
    lines = [
        f"{each['name']} {each['category'] or '':5} teams {each['teams']:,}  "
        f"authorized {each['authorized']:,}  posts {each['posts_filled']:,}/{each['posts']:,}  "
        f"people {each['people']:,} (named {each['people_named']:,})  "
        f"vehicles {each['vehicles']:,}  items {each['equipment']:,}"
        for each in told["lines"]
    ]
    emit(told, "\n".join([*lines, told["why"], told["why_zh"]]), as_json=as_json)
