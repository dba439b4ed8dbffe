"""
The whole way, as a new user goes it: set up, plan, issue, serve, ask, plan again, move, issue, restart.

Everything goes through the real command line and a real server, on both databases.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import icalendar
import pytest
from python_calamine import CalamineWorkbook

from tests.muster.servers import Muster, muster

TEAMS = """{ teams(first: 2, filter: {category: COM}) { totalCount edges { node { name
  memberships { person { id } } nextSessions(first: 2, on: "2026-01-01") { title firstDay } } } } }"""
PLANS = "{ plans(first: 10, filter: {year: 2026}) { edges { node { id number state version total } } } }"
REGION = '{ regions(first: 1, filter: {codePrefix: "510300"}) { edges { node { id } } } }'
REQUEST = """mutation ($input: RequestPlanRunInput!) { requestPlanRun(input: $input) {
  __typename ... on PlanRun { id } ... on Problem { code message } } }"""
WATCH = """subscription ($id: ID!) { planRunProgress(runId: $id) {
  state planId progress { stage incumbent bound gap seconds } } }"""
EVENTS = """query ($plan: ID!) { events(first: 1, filter: {planId: $plan, kind: HANDS_ON}) {
  totalCount edges { node { id firstDay version } } } }"""
MOVE = """mutation ($input: MoveEventInput!) { moveEvent(input: $input) { __typename
  ... on MoveRefused { code violations { rule sentence sentenceZh } } } }"""
STEP = """mutation ($input: PlanInput!) {{ {0}(input: $input) {{
  __typename ... on Problem {{ code }} ... on TrainingPlan {{ version state }} }} }}"""


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Muster]:
    """Yield the command, set to plan for a few seconds."""
    with muster(database_url, tmp_path, solver_seconds=4) as own:
        yield own


def test_first_year_from_an_empty_database_to_an_issued_and_amended_plan(office):
    office.start("run")
    office.token = re.search(r"access token\s+(mrt_\S+)", office.log()).group(1)

    teams = office.ask(TEAMS)["teams"]
    assert teams["totalCount"] > 2
    assert all(edge["node"]["memberships"] and edge["node"]["nextSessions"] for edge in teams["edges"])
    (first,) = _plans(office)
    assert (first["number"], first["state"]) == (1, "ISSUED")

    reports = _plan_again(office)
    assert [report["state"] for report in reports][-1] == "PLANNED"
    assert any(report["progress"] and report["progress"]["incumbent"] is not None for report in reports)
    second = next(plan for plan in _plans(office) if plan["number"] == 2)
    assert (second["id"], second["state"]) == (reports[-1]["planId"], "DRAFT")

    _refused_move(office, second)
    _issue(office, second)

    states = {plan["number"]: plan["state"] for plan in _plans(office)}
    assert states == {1: "AMENDED", 2: "ISSUED"}
    calendar = _calendar(office)
    _workbook(office)

    office.kill()
    office.start("run")

    assert {plan["number"]: plan["state"] for plan in _plans(office)} == states
    assert office.ask(TEAMS)["teams"]["totalCount"] == teams["totalCount"]
    assert _calendar(office) == calendar
    assert office.command("plan", "verify")["violations"] == []


def _plans(office):
    return [edge["node"] for edge in office.ask(PLANS)["plans"]["edges"]]


def _plan_again(office):
    region = office.ask(REGION)["regions"]["edges"][0]["node"]["id"]
    wish = {"regionId": region, "year": 2026, "seed": 2, "budgetSeconds": 4, "reason": "a second version"}
    run = office.ask(REQUEST, input=wish)["requestPlanRun"]
    assert run["__typename"] == "PlanRun", run
    reports = []
    with httpx2.stream(
        "POST",
        f"http://127.0.0.1:{office.port}/graphql/stream",
        json={"query": WATCH, "variables": {"id": run["id"]}},
        headers={"Authorization": f"Bearer {office.token}", "Accept": "text/event-stream"},
        timeout=120,
    ) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: ") and "planRunProgress" in line:
                reports.append(json.loads(line.removeprefix("data: "))["data"]["planRunProgress"])
    return reports


def _refused_move(office, plan):
    event = office.ask(EVENTS, plan=plan["id"])["events"]["edges"][0]["node"]
    wish = {
        "eventId": event["id"],
        "firstDay": "2026-10-01",
        "expectedVersion": event["version"],
        "reason": "test",
    }

    refused = office.ask(MOVE, input=wish)["moveEvent"]

    assert (refused["__typename"], refused["code"]) == ("MoveRefused", "MOVE_REFUSED")
    assert all(one["rule"] and one["sentence"] and one["sentenceZh"] for one in refused["violations"])
    assert refused["violations"]
    assert office.ask(EVENTS, plan=plan["id"])["events"]["edges"][0]["node"] == event


def _issue(office, plan):
    planner, approver = office.token, office.command("token", "--login", "approver")["token"]
    version = plan["version"]
    for step, token, state in (
        ("consultPlan", planner, "CONSULTED"),
        ("submitPlan", planner, "SUBMITTED"),
        ("approvePlan", approver, "APPROVED"),
        ("issuePlan", approver, "ISSUED"),
    ):
        if step == "approvePlan":
            assert _step(office, step, plan, version)["code"] in ("ACCESS_DENIED", "FOUR_EYES")
        office.token = token
        done = _step(office, step, plan, version)
        assert done["state"] == state, (step, done)
        version = done["version"]
        office.token = planner


def _step(office, step, plan, version):
    return office.ask(
        STEP.format(step), input={"planId": plan["id"], "expectedVersion": version, "reason": step}
    )[step]


def _calendar(office):
    token = office.command("token", "--calendar", "510300")["token"]
    answer = office.get(f"/calendar/{token}.ics")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    again = office.get(f"/calendar/{token}.ics", **{"If-None-Match": answer.headers["etag"]})
    unknown = office.get("/calendar/mrt_unknown.ics")

    assert len(events) > 100
    assert (again.status_code, again.content) == (304, b"")
    assert (unknown.status_code, unknown.headers["cache-control"]) == (404, "no-store")
    assert office.get(f"/calendar/{office.token}.ics").status_code == 404
    return answer.content


def _workbook(office):
    office.command("export", "xlsx", "--output", "year.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO((office.folder / "year.xlsx").read_bytes()))

    assert len(book.sheet_names) >= 3
    assert max(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names) > 100
