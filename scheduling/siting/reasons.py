"""Why no choice of sites keeps the limits, in words: what can be seen at once first, then by solving."""

from __future__ import annotations

from collections import Counter, defaultdict

from scheduling.siting.model import SitingEffort, SitingModel
from scheduling.siting.problem import SitingProblem
from scheduling.words import Words

LIMITS = {
    "budget": Words("预算", "the budget"),
    "most": Words("新增数量上限", "the bound on new sirens"),
    "least": Words("各区最低数量", "the least numbers by district"),
    "floors": Words("各区最低覆盖率", "the least coverage by district"),
    "required": Words("必选点位", "the required options"),
}


def reasons(problem: SitingProblem, effort: SitingEffort) -> tuple[Words, ...]:
    """
    Return why a problem has no choice that keeps its limits.

    First what each limit asks for on its own; if nothing of that is wrong, which limits are at odds: the
    ones without which a choice exists, with the least cost or number it would take.
    """
    plain = (*_required(problem), *_least(problem), *_floors(problem))
    return plain or _at_odds(problem, effort)


def _required(problem: SitingProblem) -> list[Words]:
    """Judge the options that are required."""
    found = [
        Words(
            f"{name} 必选，但已被排除或不存在可选方案",
            f"{name} is required, but barred or without any option.",
        )
        for name in sorted(problem.required)
        if not problem.named(name)
    ]
    if found:
        return found
    wanted = [option for option in problem.options if option.id in problem.required]
    for site, count in sorted(Counter(option.site for option in wanted).items()):
        if count > 1:
            zh = f"点位 {site} 有 {count} 个必选方案，只能选一个"
            found.append(Words(zh, f"{count} options are required at site {site}; one at most is possible."))
    cheapest = {min(problem.named(n), key=lambda p: (problem.options[p].cost, p)) for n in problem.required}
    cost = sum(problem.options[position].cost for position in cheapest)
    new = sum(not problem.options[position].keep for position in cheapest)
    if problem.budget is not None and cost > problem.budget:
        zh = f"必选方案至少需 {cost}，超过预算 {problem.budget}"
        found.append(
            Words(zh, f"The required options cost at least {cost}, more than the budget of {problem.budget}.")
        )
    if problem.most is not None and new > problem.most:
        zh = f"必选方案 {new} 个，超过新增上限 {problem.most}"
        found.append(Words(zh, f"{new} options are required, more than the bound of {problem.most}."))
    return found


def _least(problem: SitingProblem) -> list[Words]:
    """Judge how many sirens each district is to get at least."""
    sites: dict[str, set[str]] = defaultdict(set)
    for position in problem.choosable():
        option = problem.options[position]
        if not option.keep:
            sites[option.district].add(option.site)
    found: list[Words] = []
    for district, least in sorted(problem.least.items()):
        if len(sites[district]) < least:
            count = len(sites[district])
            zh = f"{district} 至少需 {least} 个，候选点位只有 {count} 个"
            en = f"District {district} is to get at least {least}, but has {count} candidate sites."
            found.append(Words(zh, en))
    total = sum(problem.least.values())
    if problem.most is not None and total > problem.most:
        zh = f"各区最低数量合计 {total}，超过新增上限 {problem.most}"
        found.append(Words(zh, f"The districts are to get {total} in all, more than {problem.most}."))
    return found


def _floors(problem: SitingProblem) -> list[Words]:
    """Judge how much of each district is to be reached, with every option taken at once."""
    reached = Counter[str]()
    for number in problem.reached(problem.choosable()):
        reached[problem.cells[number].district] += problem.cells[number].weight
    whole = Counter[str]()
    for cell in problem.cells:
        whole[cell.district] += cell.weight
    found: list[Words] = []
    for district, percent in sorted(problem.floor_percent.items()):
        if reached[district] < problem.needed(district):
            best = 100 * reached[district] / whole[district]
            zh = f"{district} 要求覆盖率不低于 {percent}%，全部候选都建也只有 {best:.1f}%"
            en = (
                f"District {district} is to be covered to {percent} %, but all candidates together"
                f" reach {best:.1f} %."
            )
            found.append(Words(zh, en))
    return found


def _at_odds(problem: SitingProblem, effort: SitingEffort) -> tuple[Words, ...]:
    """Return the limits without which a choice exists, with what it would take."""
    found: list[Words] = []
    for limit, name in LIMITS.items():
        if not _present(problem, limit):
            continue
        model = SitingModel(problem, without=frozenset({limit}))
        if limit in ("budget", "most"):
            answer = model.cheapest(effort, counting=limit == "most")
            if answer.bound is not None and not answer.infeasible:
                bound = problem.budget if limit == "budget" else problem.most
                zh = f"其余要求至少需要 {answer.bound}，{name.zh}为 {bound}"
                found.append(
                    Words(zh, f"The other limits take at least {answer.bound}; {name.en} is {bound}.")
                )
        elif model.feasible(effort).chosen is not None:
            found.append(
                Words(
                    f"不设{name.zh}则有解", f"Without {name.en} there is a choice; with them there is none."
                )
            )
    return tuple(found) or (
        Words(
            "各项要求相互矛盾", "The limits contradict each other; no single one of them alone is to blame."
        ),
    )


def _present(problem: SitingProblem, limit: str) -> bool:
    """Tell whether a problem has a limit of a kind."""
    given = {
        "budget": problem.budget is not None,
        "most": problem.most is not None,
        "least": bool(problem.least),
        "floors": bool(problem.floor_percent),
        "required": bool(problem.required),
    }
    return given[limit]
