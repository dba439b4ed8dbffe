"""Commands on the training year: plan, plan show, plan issue, plan verify."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import typer

from muster.commands.options import Approver, AsJson, Login, Planner, RegionCode, Version, Year
from muster.settings import from_environment

T = TypeVar("T")
plan_app = typer.Typer(invoke_without_command=True, help="Plan the training year, or look at its versions.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(plan_app, name="plan")


def _with_database(work: Callable[[], Awaitable[T]]) -> T:
    """Run `work` with the settings' database open."""
    from muster import database  # noqa: PLC0415 -- start-up time

    async def whole() -> T:
        async with database.connected(from_environment()):
            return await work()

    return asyncio.run(whole())


def _weights(given: list[str]) -> Any:
    """Return the planner's weights with those given as NAME=WEIGHT in their place; usage error otherwise."""
    from dataclasses import fields, replace  # noqa: PLC0415 -- start-up time

    from scheduling.cost import Weights  # noqa: PLC0415 -- start-up time

    known = {field.name for field in fields(Weights)}
    pairs = [text.partition("=") for text in given]
    wrong = [name + sign + value for name, sign, value in pairs if name not in known or not value.isdecimal()]
    if wrong:
        raise typer.BadParameter(
            f"{', '.join(wrong)}: use NAME=WEIGHT with NAME of {', '.join(sorted(known))}"
        )
    return replace(Weights(), **{name: int(value) for name, _, value in pairs})


@plan_app.callback()
def plan(
    context: typer.Context,
    year: Year = None,
    region: RegionCode = None,
    seconds: Annotated[int | None, typer.Option("--seconds", min=1, help="Time budget in seconds.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="Seed of the planner.")] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Threads of the solver.")] = None,
    repeatable: Annotated[
        bool,
        typer.Option(
            "--repeatable",
            help="Count the budget in the solver's own time: same seed, same plan, but slower by the clock.",
        ),
    ] = False,
    weight: Annotated[
        list[str] | None,
        typer.Option(
            "--weight",
            help="What a part of the cost weighs, as in lapse_days=500; may be given several times.",
        ),
    ] = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Plan the year in the foreground with a progress line; exit code 3 is infeasible, 4 unfinished."""
    if context.invoked_subcommand is not None:
        return
    from muster.plan_report import plan_and_report  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    chosen = {
        "year": year,
        "region": region,
        "seconds": seconds,
        "seed": seed,
        "workers": workers,
        "weights": _weights(weight) if weight else None,
    }
    code, facts, text = _with_database(
        lambda: plan_and_report(from_environment(), login, chosen, repeatable=repeatable)
    )
    emit(facts, text, as_json=as_json)
    raise typer.Exit(code)


@plan_app.command()
def show(
    year: Year = None,
    region: RegionCode = None,
    version: Version = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Show a plan version: state, cost, gap by component, what is left out, what it changes and why."""
    from muster import plan_report  # noqa: PLC0415 -- start-up time

    _report(lambda: plan_report.show(from_environment(), login, year, region, version), as_json=as_json)


@plan_app.command()
def issue(
    year: Year = None,
    region: RegionCode = None,
    version: Version = None,
    planner: Planner = "planner",
    approver: Approver = "approver",
    as_json: AsJson = False,
) -> None:
    """Take a plan version through consultation, submission, approval and issue, as far as still to do."""
    from muster import plan_report  # noqa: PLC0415 -- start-up time

    work = lambda: plan_report.issue(from_environment(), planner, approver, (year, region, version))  # noqa: E731 -- one line
    _report(work, as_json=as_json)


@plan_app.command()
def verify(
    year: Year = None,
    region: RegionCode = None,
    version: Version = None,
    login: Login = "planner",
    as_json: AsJson = False,
) -> None:
    """Check a plan version against every rule without the solver; exit code 1 when a rule is broken."""
    from muster import plan_report  # noqa: PLC0415 -- start-up time
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    code, facts, text = _with_database(
        lambda: plan_report.verify(from_environment(), login, year, region, version)
    )
    emit(facts, text, as_json=as_json)
    raise typer.Exit(code)


def _report(work: Callable[[], Awaitable[tuple[Any, str]]], *, as_json: bool) -> None:
    """Print what `work` finds."""
    from muster.terminal import emit  # noqa: PLC0415 -- start-up time

    facts, text = _with_database(work)
    emit(facts, text, as_json=as_json)
