"""A plan run outlives its server: killed, started again, it goes on; cancelled, it keeps its best plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.muster.conftest import City
from tests.muster.servers import Muster, gone, muster, wait_until

REGION = (
    "query ($code: String!) { regions(first: 1, filter: {codePrefix: $code}) { edges { node { id code } } } }"
)
REQUEST = """mutation ($input: RequestPlanRunInput!) { requestPlanRun(input: $input) {
  __typename ... on PlanRun { id } ... on Problem { code } } }"""
CANCEL = """mutation ($id: ID!) { cancelPlanRun(input: {runId: $id, reason: "test"}) {
  __typename ... on Problem { code } } }"""
RUN = """query ($id: ID!) { planRun(id: $id) {
  state messages { en } progress { incumbent bound seconds stage }
  plan { id number state total } } }"""
SAVED_WITHIN_SECONDS = 4  # solver, pipe and server each hold a new plan back for a second or two
EVENTS = "query ($plan: ID!) { events(first: 1, filter: {planId: $plan}) { totalCount } }"


@pytest.fixture(params=["sqlite", "postgres"])
def seeded(request: pytest.FixtureRequest, city: City, tmp_path: Path) -> Iterator[Muster]:
    """Yield the command on a seeded city, in either database."""
    if request.param == "sqlite":
        with city(tmp_path) as own:
            yield own
        return
    with muster(request.getfixturevalue("postgres_databases").fresh(), tmp_path) as own:
        own.command("seed")
        yield own


@pytest.fixture
def server(seeded: Muster) -> Muster:
    """Return a server on a seeded city."""
    seeded.token = seeded.command("token", "--login", "planner")["token"]
    seeded.start()
    return seeded


def test_run_survives_kill_and_stop_and_keeps_its_best_plan_when_cancelled(server):
    run_id = _request(server)["id"]
    before = wait_until(lambda: _with_incumbent(server, run_id), 120, "an incumbent")
    last = wait_until(
        lambda: _later(server, run_id, before["progress"]["seconds"] + SAVED_WITHIN_SECONDS), 120, "a while"
    )
    (solver,) = server.children()
    assert _request(server) == {"__typename": "RunInProgress", "code": "RUN_IN_PROGRESS"}

    server.kill()

    wait_until(lambda: gone(solver), 20, "the solver's end")

    server.start()
    after = wait_until(
        lambda: _later(server, run_id, last["progress"]["seconds"]), 120, "progress after the restart"
    )
    assert after["state"] == "RUNNING"
    assert after["progress"]["incumbent"] <= before["progress"]["incumbent"]

    a_while = after["progress"]["seconds"] + SAVED_WITHIN_SECONDS
    wait_until(lambda: _later(server, run_id, a_while), 120, "a while")
    server.stop()

    assert server.children() == []
    server.start()
    again = wait_until(
        lambda: _later(server, run_id, after["progress"]["seconds"]), 120, "progress after the stop"
    )
    assert again["progress"]["incumbent"] <= after["progress"]["incumbent"]

    server.ask(CANCEL, id=run_id)

    ended = wait_until(lambda: _ended(server, run_id), 60, "the run's end")
    assert (ended["state"], ended["plan"]["state"], ended["plan"]["number"]) == ("CANCELLED", "DRAFT", 1)
    assert ended["plan"]["total"] <= before["progress"]["incumbent"]
    assert server.ask(EVENTS, plan=ended["plan"]["id"])["events"]["totalCount"] > 100
    wait_until(lambda: not server.children(), 20, "no solver left")
    server.stop()


def _request(server):
    region = server.ask(REGION, code="510300")["regions"]["edges"][0]["node"]["id"]
    wish = {"regionId": region, "year": 2026, "seed": 1, "budgetSeconds": 900, "workers": 1, "reason": "test"}
    return server.ask(REQUEST, input=wish)["requestPlanRun"]


def _with_incumbent(server, run_id):
    run = server.ask(RUN, id=run_id)["planRun"]
    assert run["state"] in ("REQUESTED", "RUNNING"), run
    return run if run["progress"] and run["progress"]["incumbent"] is not None else None


def _later(server, run_id, seconds):
    run = _with_incumbent(server, run_id)
    return run if run and run["progress"]["seconds"] > seconds else None


def _ended(server, run_id):
    run = server.ask(RUN, id=run_id)["planRun"]
    return run if run["state"] not in ("REQUESTED", "RUNNING") else None
