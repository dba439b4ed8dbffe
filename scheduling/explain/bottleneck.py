"""Which limit costs the year most: ranked by price, then checked by planning the year with it relaxed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from scheduling.budget import Budget
from scheduling.cost import Cost
from scheduling.explain.change_words import AnyChange, change_words
from scheduling.explain.congestion import Priced, Source, congestion
from scheduling.explain.reasons import Reasons, whole_view
from scheduling.explain.savings import costs_sentence, difference_of
from scheduling.outcome import Infeasible
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.solve import plan_year

OnChecked = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """
    One limit of the year, the change that relaxes it by one, and what that would save.

    `estimated` is its price in cost units; prices rank limits and do not add up. `saved` is what planning the
    year anew with the change saves beyond what the same search saves without it, by component, each in its
    own unit (negative is lost), and `saved_total` the same in cost units; None where it was not checked. A
    search is no proof: 0 says that nothing was found, and a saving no larger than `blur`, what the same
    search still finds without a change, in cost units, may be luck.
    """

    change: AnyChange
    estimated: int
    saved: Cost | None
    saved_total: int | None
    blur: int
    sentences: tuple[tuple[str, str], ...]


def bottlenecks(
    problem: Problem,
    plan: Plan,
    *,
    seconds: float = 60,
    seed: int = 0,
    limit: int = 5,
    workers: int = 1,
    deterministic: bool = False,
    source: Source = congestion,
    on_checked: OnChecked = lambda _checked, _all: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> tuple[Bottleneck, ...]:
    """
    Return the limits that cost a year most, what saves most first; those not checked come last.

    Parameters
    ----------
    problem
        The year.
    plan
        A plan that breaks no rule, as good as there is: what it leaves to improve blurs what limits cost.
    seconds
        Search in all, shared out equally among `limit` checks and two searches without a change.
    seed
        Chance of the searches.
    limit
        How many limits to check and return, those with the highest prices.
    workers
        Threads of each search.
    deterministic
        Count the solver's work instead of the clock: the same input then gives the same answer.
    source
        Where prices come from; by default what stands in the way of cheaper places in `plan`.
    on_checked
        Told after each search how many are done, and how many there are.
    should_stop
        Asked often; once true, what is not checked yet is told as estimated.

    Raises
    ------
    PlanRejected
        A computed plan failed the verifier: a bug of this package.
    """
    ranked = list(islice(source(Reasons(whole_view(problem, plan), plan)), limit))
    budget = Budget(seconds, deterministic=deterministic, should_stop=should_stop)
    share, searches = seconds / (len(ranked) + 2), len(ranked) + 2

    def planned(year: Problem, start: Plan, done: int) -> Plan | None:
        if budget.stopped:
            return None
        outcome = plan_year(
            year,
            seed=seed,
            seconds=share,
            workers=workers,
            deterministic=deterministic,
            start=start,
            should_stop=should_stop,
        )
        on_checked(done, searches)
        if isinstance(outcome, Infeasible) or budget.stopped:
            return None
        return getattr(outcome, "plan", None)

    better = planned(problem, plan, 1) or plan
    rival = planned(problem, better, 2) or better
    blur = max(0, better.cost.total(problem.weights) - rival.cost.total(problem.weights))
    found = [
        _checked(problem, rival, priced, planned(priced.change.apply(problem), better, number), blur)
        for number, priced in enumerate(ranked, start=3)
    ]
    return tuple(sorted(found, key=lambda b: (b.saved_total is None, -(b.saved_total or 0), -b.estimated)))


def _checked(problem: Problem, rival: Plan, priced: Priced, relaxed: Plan | None, blur: int) -> Bottleneck:
    view = whole_view(problem, rival)
    change, words = priced.change, change_words(view, priced.change)
    if relaxed is None:
        zh, en = (
            f"{words.zh}：估计可节省 {priced.price} 个成本单位，未经核算",
            (f"{words.en}: estimated to save {priced.price} cost units, not checked"),
        )
        return Bottleneck(change, priced.price, None, None, blur, ((zh, en),))
    saved = difference_of(rival.cost, relaxed.cost)
    total = saved.total(problem.weights)
    if total <= 0:
        saved, total = Cost(), 0
        zh, en = f"{words.zh}：重新计算未见节省", f"{words.en}: planning anew found nothing to save"
        return Bottleneck(change, priced.price, saved, total, blur, ((zh, en),))
    told = costs_sentence(difference_of(relaxed.cost, rival.cost), problem.weights)
    zh, en = f"{words.zh}：{told[0]}", f"{words.en}: {told[1]}"
    if total <= blur:
        zh, en = f"{zh}（不多于搜索本身仍能找到的）", f"{en} (no more than search alone still finds)"
    return Bottleneck(change, priced.price, saved, total, blur, ((zh, en),))
