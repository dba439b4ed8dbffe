"""Commands that ask about a plan: plan suggest, explain, conflicts, bottlenecks, compare."""

from __future__ import annotations

from typing import Annotated

import typer

from muster.commands.asking import in_database
from muster.commands.options import AsJson, Login, RegionCode, Repeatable, Version, Year
from muster.commands.plans import plan_app


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line; they stand below `plan`."""
    del app
    plan_app.command()(suggest)
    plan_app.command()(explain)
    plan_app.command()(conflicts)
    plan_app.command()(bottlenecks)
    plan_app.command()(compare)


def suggest(
    event: Annotated[str, typer.Argument(help="Identifier (uid) of the event.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=20, help="How many places at most.")] = 5,
    year: Year = None,
    region: RegionCode = None,
    version: Version = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """List the best other places in the year for one event, with what gets better and worse."""
    from muster import plan_answers as answers  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    which = answers.Which(login, year, region, version)
    facts, text = in_database(lambda settings: answers.suggest(settings, which, event, limit))
    emit(facts, text, as_json=as_json)


def explain(
    demand: Annotated[
        str | None, typer.Argument(help="Identifier (uid) of one demand left out; all of them without it.")
    ] = None,
    remedies: Annotated[
        int | None,
        typer.Option(
            "--remedies", min=1, max=600, help="Seconds for each demand to look for changes that would help."
        ),
    ] = None,
    repeatable: Repeatable = False,
    year: Year = None,
    region: RegionCode = None,
    version: Version = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Say why demands are left out: rules, what takes the rest of the year, and the nearest day."""
    from exercises.plan_questions import Effort  # noqa: PLC0415 -- start-up time
    from muster import plan_answers as answers  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    which = answers.Which(login, year, region, version)
    effort = None if remedies is None else Effort(remedies, deterministic=repeatable)
    facts, text = in_database(lambda settings: answers.explain(settings, which, demand, effort))
    emit(facts, text, as_json=as_json)


def conflicts(
    event: Annotated[
        list[str] | None,
        typer.Argument(help="Identifiers (uids) of events that are to take place all; else what is locked."),
    ] = None,
    seconds: Annotated[
        int, typer.Option("--seconds", min=1, max=600, help="Solver's seconds for each question to it.")
    ] = 20,
    year: Year = None,
    region: RegionCode = None,
    version: Version = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Tell whether events can take place all, or which few cannot; exit code 3 if they cannot."""
    from muster import plan_answers as answers  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    which = answers.Which(login, year, region, version)
    code, facts, text = in_database(
        lambda settings: answers.conflicts(settings, which, tuple(event or ()), seconds)
    )
    emit(facts, text, as_json=as_json)
    raise typer.Exit(code)


def bottlenecks(
    seconds: Annotated[
        int, typer.Option("--seconds", min=1, max=86_400, help="Seconds of search in all.")
    ] = 60,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, help="How many limits to check.")] = 5,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the searches.")] = 0,
    repeatable: Repeatable = False,
    year: Year = None,
    region: RegionCode = None,
    version: Version = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """List the resources and rules that cost the year most, and what relaxing each by one would save."""
    from exercises.plan_questions import Effort  # noqa: PLC0415 -- start-up time
    from muster import plan_answers as answers  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    which = answers.Which(login, year, region, version)
    effort = Effort(seconds, limit, seed, repeatable)
    facts, text = in_database(lambda settings: answers.bottlenecks(settings, which, effort))
    emit(facts, text, as_json=as_json)


def compare(
    older: Annotated[int, typer.Argument(help="Number of the older version.")],
    newer: Annotated[int, typer.Argument(help="Number of the newer version.")],
    year: Year = None,
    region: RegionCode = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Compare two versions by component, by event with reasons, and by month."""
    from muster import plan_answers as answers  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    which = answers.Which(login, year, region)
    facts, text = in_database(lambda settings: answers.compare(settings, which, (older, newer)))
    emit(facts, text, as_json=as_json)
