"""Parts cover everything once, carry what is outside, and fit back into the whole without breaking a rule."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest

from scheduling import Lock, Problem, Unfinished, plan_year, verify
from scheduling.axis import indexes, open_days
from scheduling.board import Board
from scheduling.bounds import cheap_bound
from scheduling.budget import Budget
from scheduling.compiled import Compiled
from scheduling.design import design
from scheduling.outcome import Planned, Progress
from scheduling.plan import Plan
from scheduling.scale import large
from scheduling.scale.campaign import Campaign
from scheduling.scale.carve import carve, merged, shared_left
from scheduling.scale.division import divide
from scheduling.scale.executor import InLine, Remembering
from scheduling.scale.large import work
from scheduling.scale.proof import PartProofs, answered, question_of
from scheduling.scale.task import perform, task_of
from scheduling.search.construct import cheapest, estimate, fill, orders
from scheduling.search.estimates import estimates
from scheduling.search.incumbent import Incumbent
from tests.scheduling.factories import random_problem
from tests.scheduling.scale.provinces import province


def compiled(year: Problem) -> Compiled:
    return Compiled(year, design(year, seed=0))


def test_parts_are_cities_and_cover_every_event_once() -> None:
    view = compiled(province(3))

    division = divide(view, largest=20)

    cities = [{crew[1] for e in part for crew in view.events[e].crews} for part in division.parts]
    assert sorted(map(sorted, cities)) == [["0"], ["1"], ["2"]]
    assert sorted([*division.joint, *(e for part in division.parts for e in part)]) == sorted(view.events)
    assert {e for e in division.joint if view.events[e].exercise is None} == {"across"}
    assert all(len(touched) > 1 for e, touched in division.joint.items() if e == "across")
    assert division.shared >= {"base"}


def test_division_reads_no_names() -> None:
    year = province(3, seed=4)
    renamed = replace(
        year,
        id="other",
        resources=tuple(replace(r, region="") for r in year.resources),
        events=tuple(replace(e, title="", kind="k") for e in year.events),
    )

    assert divide(compiled(year), largest=20) == divide(compiled(renamed), largest=20)


@pytest.mark.parametrize("seed", range(6))
def test_a_part_breaks_no_rule_and_fits_back(seed: int) -> None:
    year = province(3, seed=seed)
    view = compiled(year)
    places = fill(view, {}, orders(view, seed)[0])
    division = divide(view, largest=20)
    lent = shared_left(view, places, division.shared)
    shuffled = list(view.events)[seed::3]

    for events in (*division.parts, tuple(division.joint), tuple(shuffled)):
        part = carve(view, places, events, hold=events[:2], withheld=lent)
        part_view = part.view()
        assert verify(part.problem, part_view.plan_of(dict(part.places))).violations == ()
        task = task_of(part, seconds=0.4, seed=seed, deterministic=True)
        answer = perform(task)
        assert answer.after <= answer.before
        own = {event.id for event in part.problem.events} - set(part.held)
        assert own <= set(events)
        whole = merged(places, own, answer.places)
        assert all(whole.get(e) == places.get(e) for e in events[:2])
        before, after = (verify(year, view.plan_of(p)) for p in (places, whole))
        assert after.violations == ()
        saved = before.cost.total(year.weights) - after.cost.total(year.weights)
        assert saved == answer.before - answer.after


def searched(
    year: Problem, seed: int = 0, seconds: float = 2.5
) -> tuple[Incumbent, Campaign, list[Progress], int]:
    view, budget, reports = compiled(year), Budget(seconds, deterministic=True), []
    incumbent = Incumbent(view, budget, lambda progress, plan: reports.append(progress))
    incumbent.offer(fill(view, {}, orders(view, seed)[0]))
    before, division = incumbent.total, divide(view, largest=20)
    campaign = Campaign(incumbent, budget, division, InLine(work), PartProofs(year, division), seed)
    campaign.run()
    return incumbent, campaign, reports, before or 0


def test_a_campaign_only_improves_and_repeats_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduling.scale.campaign.SHORTEST_SECONDS", 0.3)
    year = province(3, seed=1)

    incumbent, campaign, reports, before = searched(year)
    again, *_ = searched(year)

    assert incumbent.plan is not None
    assert incumbent.total is not None
    assert incumbent.total < before
    assert verify(year, incumbent.plan).violations == ()
    assert campaign.refused == 0
    assert 0 < incumbent.bound <= incumbent.total
    assert incumbent.plan == again.plan
    totals = [progress.incumbent for progress in reports if progress.incumbent is not None]
    assert all(later <= earlier for earlier, later in pairwise(totals))


def test_bounds_of_parts_never_exceed_a_plan() -> None:
    year = province(3, seed=2)
    view = compiled(year)
    division = divide(view, largest=20)
    plan = view.plan_of(fill(view, {}, orders(view, 0)[0]))
    proofs = PartProofs(year, division)

    for number, part in enumerate(proofs.parts):
        question = question_of(number, part, seconds=2, total=proofs.total(number, plan))
        proofs.learn(answered(question))

    assert sorted(e.id for part in proofs.parts for e in part.events) == sorted(e.id for e in year.events)
    assert sum(len(part.series) for part in proofs.parts) == len(year.series)
    cost = verify(year, plan).cost
    assert cheap_bound(view) * 0.9 <= proofs.bound <= cost.total(year.weights)
    assert all(c.value is None or c.bound <= c.value for c in proofs.proof.components(year, cost))


def test_keys_tell_tasks_apart_and_answers_are_remembered() -> None:
    view = compiled(province(2))
    places = fill(view, {}, orders(view, 0)[0])
    first, second = (carve(view, places, events) for events in divide(view, largest=20).parts)
    done: list[str] = []

    def note(task: object) -> str:
        done.append(task.key)  # type: ignore[attr-defined]  # whatever is submitted has a key
        return task.key  # type: ignore[attr-defined]  # as above

    tasks = [
        task_of(first, seconds=1, seed=0),
        task_of(second, seconds=1, seed=0),
        task_of(first, seconds=1, seed=1),
        task_of(first, seconds=1, seed=0),
    ]
    with Remembering(InLine(note)) as executor:
        for task in tasks:
            executor.submit(task)
            assert executor.next(0) == (task, task.key)

    assert done == [task.key for task in tasks[:3]]
    assert len(set(done)) == 3


def test_a_large_year_is_planned_by_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE_LITERALS", 100)
    monkeypatch.setattr("scheduling.scale.campaign.SHORTEST_SECONDS", 0.3)
    monkeypatch.setattr(large, "divide", partial(divide, largest=20))
    year = province(3, seed=3)
    locked = [
        replace(e, lock=Lock(AT)) if e.id == "c1n3h0" else e for e in year.events for AT in [year.days[7]]
    ]
    year = replace(year, events=tuple(locked))
    stages: set[str] = set()

    def note(progress: Progress, plan: Plan | None) -> None:
        stages.add(progress.stage)
        assert plan is None or verify(year, plan).passed

    outcome = plan_year(year, seconds=1.5, deterministic=True, executor=InLine(work), on_progress=note)
    resumed = plan_year(
        year, seconds=0.5, deterministic=True, executor=InLine(work), start=getattr(outcome, "plan", None)
    )
    stopped = plan_year(year, seconds=600, executor=InLine(work), should_stop=lambda: True)

    assert isinstance(outcome, Planned)
    assert isinstance(resumed, Planned)
    assert isinstance(stopped, Unfinished)
    assert stages == {"construct", "parts"}
    costs = [found.plan.cost.total(year.weights) for found in (outcome, resumed)]
    assert 0 < outcome.bound <= costs[1] <= costs[0]


def test_a_killed_worker_costs_only_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE_LITERALS", 100)
    monkeypatch.setattr(large, "divide", partial(divide, largest=20))
    monkeypatch.setattr("scheduling.scale.campaign.SHORTEST_SECONDS", 1.0)
    year, killed = province(3, seed=5), set[int]()

    def kill_once(progress: Progress, plan: Plan | None) -> None:
        del progress, plan
        for child in multiprocessing.active_children() if not killed else ():
            assert child.pid
            killed.add(child.pid)
            child.kill()

    outcome = plan_year(year, seconds=6, workers=2, on_progress=kill_once)

    assert isinstance(outcome, Planned)
    assert killed
    assert verify(year, outcome.plan).passed
    assert outcome.bound <= outcome.plan.cost.total(year.weights)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("seed", range(4))
def test_estimates_of_all_days_are_those_of_each(seed: int) -> None:
    view = compiled(random_problem(seed, areas=True))
    board = Board(view)
    for event_id in view.events:
        starts = open_days(board.open_starts(event_id))
        expected = [estimate(board, event_id, start) for start in indexes(board.open_starts(event_id))]
        assert estimates(board, event_id, starts).tolist() == expected
        place = cheapest(board, event_id)
        if place is not None:
            board.put(event_id, place)
