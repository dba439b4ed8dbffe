"""How much one operation may ask, on every transport."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLList, GraphQLNonNull

from api.limits import COST_BUDGET
from api.schema import schema
from tests.api.harness import Api, gid
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio


def nested(levels: int) -> str:
    """Return a query that is so many fields deep."""
    inside = "code"
    for _ in range(levels - 2):
        inside = f"parent {{ {inside} }}"
    return f'{{ region(code: "510300") {{ {inside} }} }}'


async def test_depth_ten_passes_and_eleven_is_refused(api: Api) -> None:
    assert "errors" not in await api.ask(nested(11))
    assert "exceeds maximum operation depth of 10" in (await api.ask(nested(12)))["errors"][0]["message"]


ALIASES = " ".join(f"a{number}: login" for number in range(12))
TWICE = f"query {{ me {{ ...F }} again: me {{ ...F }} }} fragment F on Me {{ {ALIASES} }}"


async def test_aliases_in_fragments_count_at_each_use(api: Api) -> None:
    answer = await api.post({"query": TWICE})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "25 aliases found. Allowed: 15"


async def test_aliases_are_counted_over_websocket_too(api: Api) -> None:
    async with api.socket("planner") as socket:
        await socket.begin()
        await socket.subscribe("1", TWICE)

        message = await socket.receive()

    assert (message["type"], message["payload"][0]["message"]) == (
        "error",
        "25 aliases found. Allowed: 15",
    )


@pytest.mark.parametrize(
    "query",
    [
        "{ me { " + "login " * 5000 + "} }",
        "{ " + "__typename " * 1500 + "}",
        "{ __typename " + "@skip(if: false) " * 400 + "}",
    ],
    ids=["fields", "typenames", "directives"],
)
async def test_too_many_tokens_are_refused(api: Api, query: str) -> None:
    answer = await api.post({"query": query})

    assert answer.status_code == 400
    assert "tokens" in answer.json()["errors"][0]["message"]


async def test_many_repeated_fields_within_the_token_limit_are_given_up(api: Api) -> None:
    answer = await api.post({"query": "{ " + "__typename " * 900 + "}"})

    assert answer.status_code == 400
    assert "aborted" in answer.json()["errors"][-1]["message"]


async def test_fragment_cycle_is_refused(api: Api) -> None:
    query = "{ me { ...A } } fragment A on Me { ...B } fragment B on Me { ...A }"

    answer = await api.post({"query": query})

    assert answer.status_code == 400
    assert "Cannot spread fragment" in str(answer.json()["errors"])


async def test_cost_is_told(api: Api) -> None:
    body = await api.ask("{ teams(first: 10) { nodes { region { code } } } }")

    assert body["extensions"] == {"cost": 30}


EXPENSIVE = """{ teams(first: %s) { nodes { memberships { person { qualifications { qualificationType
  { code } } memberships { team { code } } } } } } }"""


async def test_operation_above_its_budget_is_refused(api: Api) -> None:
    answer = await api.post({"query": EXPENSIVE % 100})

    error = answer.json()["errors"][0]
    assert (answer.status_code, error["extensions"]["code"]) == (400, "COST")
    assert error["extensions"]["cost"] > COST_BUDGET
    assert "errors" not in await api.ask(EXPENSIVE % 5)


async def test_cost_counts_page_lengths_in_variables(api: Api) -> None:
    query = "query ($n: Int!)" + EXPENSIVE.replace("%s", "$n")

    assert (await api.ask(query, {"n": 100}))["errors"][0]["extensions"]["code"] == "COST"
    assert "errors" not in await api.ask(query, {"n": 5})


async def test_cost_is_judged_over_websocket_too(api: Api) -> None:
    async with api.socket("planner") as socket:
        await socket.begin()
        await socket.subscribe("1", EXPENSIVE % 100)

        message = await socket.receive()

    assert message["payload"][0]["extensions"]["code"] == "COST"


@pytest.mark.parametrize("by_variable", [True, False], ids=["variable", "literal"])
async def test_hundred_ids_pass_and_one_more_is_refused(
    api: Api, world: SmallWorld, by_variable: bool
) -> None:
    async def asked(number: int) -> Any:
        ids = [gid(world.team)] * number
        if by_variable:
            return await api.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ids})
        return await api.ask(f"{{ nodes(ids: {ids}) {{ id }} }}".replace("'", '"'))

    assert (await asked(100))["data"] == {"nodes": [{"id": gid(world.team)}] * 100}
    assert (await asked(101))["errors"][0]["extensions"]["code"] == "TOO_MANY"


@pytest.mark.parametrize("first", [0, 101, -1])
async def test_page_length_out_of_bounds_is_refused(api: Api, first: int) -> None:
    body = await api.ask("query ($n: Int!) { teams(first: $n) { nodes { code } } }", {"n": first})

    assert body["errors"][0]["extensions"] == {
        "code": "PAGE_SIZE",
        "messageZh": "first 须在 1 至 100 之间。",
    }


async def test_page_length_is_required(api: Api) -> None:
    answer = await api.post({"query": "{ teams { nodes { code } } }"})

    (error,) = answer.json()["errors"]
    assert answer.status_code == 400
    assert "required" in error["message"]
    assert error["extensions"]["code"] == "INVALID_DOCUMENT"


def test_every_connection_requires_first_and_no_field_gives_an_unbounded_root_list() -> None:
    query = schema._schema.query_type
    assert query is not None
    free = []
    for name, field in query.fields.items():
        kind = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
        if getattr(kind, "name", "").endswith("Connection"):
            assert isinstance(field.args["first"].type, GraphQLNonNull), name
        if isinstance(kind, GraphQLList):
            free.append(name)
    # Computed reports, and rules of which an office has a handful.
    assert sorted(free) == [
        "bottlenecks",
        "centersDue",
        "certificateDues",
        "checkMove",
        "consistencyRules",
        "contractsDue",
        "coverage",
        "demandRemedies",
        "employersTold",
        "facilityAvailability",
        "facilityReadiness",
        "inspectionsDue",
        "jointReadiness",
        "ledgerSeals",
        "linkCoverage",
        "loadCheck",
        "networkGaps",
        "nodes",
        "noticesDue",
        "qualificationAlerts",
        "readinessCurve",
        "readinessSets",
        "registers",
        "responsibleLine",
        "roll",
        "soundingRates",
        "spacingWarnings",
        "suggestedPlaces",
        "syllabus",
        "teamReadinessCurve",
    ]
