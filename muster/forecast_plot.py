"""
Draws forecasts, in a process of its own: `python -m muster.forecast_plot`.

The order comes as one line of JSON over standard input: `told` (what `muster forecast --json` prints),
`form` (svg or png) and `language` (zh or en). The picture goes to standard output. The same order gives the
same bytes. Only this process imports matplotlib.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import matplotlib as mpl
import matplotlib.dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from exercises import fonts
from muster.forecast_words import PICTURE as WORDS

#: Colors of levels 1 to 5, told apart by people who see red and green alike (after Okabe and Ito).
COLORS = {1: "#3a7d5c", 2: "#9fcf9b", 3: "#f2c14e", 4: "#c8553d", 5: "#8d99ae"}
CASES = {"planned": ("#1d3557", "-"), "nothing": ("#6d597a", "--")}
AREAS = ("P", "S", "R", "T")
#: So many causes are listed below a picture for each case.
MOST_LISTED = 9
#: Widest line of causes, in narrow characters; Chinese ones are twice as wide.
MOST_WIDE = 118
_WIDTH, _HEIGHT, _DPI = 12.0, 7.5, 110
_DATES: Any = matplotlib.dates  # not typed
_GREY, _PALE = "#444444", "#e9ecef"


def picture(told: Mapping[str, Any], form: str, language: str) -> bytes:
    """Return a picture of what `muster forecast` tells, of one team or of many."""
    for file in (fonts.REGULAR, fonts.BOLD):
        fontManager.addfont(file)
    settings: Any = {"font.family": fonts.FAMILY, "svg.hashsalt": "muster", "svg.fonttype": "path"}
    with mpl.rc_context(settings | {"axes.unicode_minus": False, "font.size": 9}):
        figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=_DPI, facecolor="white")
        draw = _team if "team" in told else _teams
        draw(figure, told, WORDS[language], language)
        written = BytesIO()
        figure.savefig(written, format=form, metadata={"Date": None} if form == "svg" else None)
    return written.getvalue()


def _title(figure: Figure, told: Mapping[str, Any], words: Mapping[str, str]) -> None:
    title = words["title"].format(name=told["name"], code=told["code"])
    figure.text(0.06, 0.955, title, fontsize=14, fontweight="bold", va="center")


def _team(figure: Figure, told: Mapping[str, Any], words: Mapping[str, str], language: str) -> None:
    """Draw one team: the level in each case, its areas as stripes, and the drops with their causes."""
    _title(figure, told, words)
    cases = told["cases"]
    ratios = (3.0, 1.45 * len(cases))
    grid = figure.add_gridspec(
        2, 1, left=0.075, right=0.985, top=0.915, bottom=0.31, height_ratios=ratios, hspace=0.08
    )
    curve = figure.add_subplot(grid[0])
    stripes = figure.add_subplot(grid[1], sharex=curve)
    _bands(curve, words)
    for number, (case, found) in enumerate(cases.items()):
        _curve(curve, found, case, words, 0.05 * number)
    curve.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, frameon=False, borderaxespad=0.1)
    curve.tick_params(labelbottom=False)
    _stripes(stripes, cases, words)
    _dates(stripes, next(iter(cases.values())))
    for number, (case, found) in enumerate(cases.items()):
        _listed(figure, 0.03 + number * 0.485, found, case, words, language)


def _bands(axes: Axes, words: Mapping[str, str]) -> None:
    for level in (1, 2, 3, 4):
        axes.axhspan(level - 0.5, level + 0.5, color=COLORS[level], alpha=0.16, lw=0)
    axes.set_ylim(4.5, 0.5)
    axes.set_yticks((1, 2, 3, 4), [words["L"].format(n=level) for level in (1, 2, 3, 4)])
    axes.set_ylabel(words["level"])
    _bare(axes)


def _bare(axes: Axes) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)


def _curve(axes: Axes, found: Mapping[str, Any], case: str, words: Mapping[str, str], shift: float) -> None:
    """Draw the level of one case as steps, and number its drops."""
    color, style = CASES[case]
    days: list[Any] = []
    levels: list[float] = []
    for step in found["steps"]:
        level = step["level"]
        height = float("nan") if level is None or level > 4 else level + shift
        days += [_number(step["first"]), _number(step["last"]) + 1]
        levels += [height, height]
    axes.plot(days, levels, style, color=color, lw=2.2, label=words[case], solid_joinstyle="miter")
    for number, drops in enumerate(_by_day(found), start=1):
        for drop in drops:
            if drop["area"] is None:
                # the second case's marks stand lower, so that both can be read on one day
                _mark(axes, _number(drop["on"]), drop["after"] + 5 * shift, number, color)


def _by_day(found: Mapping[str, Any]) -> list[list[Any]]:
    """Return the drops day by day; those of one day share a number in the picture."""
    days: dict[str, list[Any]] = {}
    for drop in found["drops"]:
        days.setdefault(drop["on"], []).append(drop)
    return [days[day] for day in sorted(days)]


def _mark(axes: Axes, at: float, height: float, number: int, color: str) -> None:
    axes.plot([at], [height], "o", ms=11, color=color, mec="white", mew=1.2, zorder=5, clip_on=False)
    place: Any = {"ha": "center", "va": "center_baseline"}
    axes.annotate(str(number), (at, height), color="white", fontsize=7, zorder=6, **place)


def _stripes(axes: Axes, cases: Mapping[str, Any], words: Mapping[str, str]) -> None:
    """Draw the level of each area as a colored stripe, case under case, with the drops of areas marked."""
    labels: dict[float, str] = {}
    for number, (case, found) in enumerate(cases.items()):
        top = number * (len(AREAS) + 1)
        start = _number(found["steps"][0]["first"])
        axes.text(
            start, top + 0.62, words[case], color=CASES[case][0], fontsize=8, fontweight="bold", va="center"
        )
        for row, area in enumerate(AREAS, start=top + 1):
            _stripe(axes, found, area, row)
            labels[row + 0.5] = words[area]
        for count, drops in enumerate(_by_day(found), start=1):
            for drop in drops:
                if drop["area"] is not None:
                    height = top + 1.5 + AREAS.index(drop["area"])
                    _mark(axes, _number(drop["on"]), height, count, CASES[case][0])
    axes.set_ylim(len(cases) * (len(AREAS) + 1), 0)
    axes.set_yticks(list(labels), list(labels.values()), fontsize=8)
    _bare(axes)


def _stripe(axes: Axes, found: Mapping[str, Any], area: str, row: float) -> None:
    for step in found["steps"]:
        level = step["areas"].get(area)
        start, end = _number(step["first"]), _number(step["last"]) + 1
        axes.broken_barh([(start, end - start)], (row + 0.1, 0.8), facecolors=COLORS.get(level, _PALE), lw=0)


def _dates(axes: Axes, found: Mapping[str, Any]) -> None:
    axes.set_xlim(_number(found["steps"][0]["first"]), _number(found["steps"][-1]["last"]) + 1)
    locator = _DATES.AutoDateLocator(minticks=6, maxticks=20)
    axes.xaxis.set_major_locator(locator)
    formats = ["%Y", "%m", "%d", "%H:%M", "%H:%M", "%S"]
    axes.xaxis.set_major_formatter(
        _DATES.ConciseDateFormatter(
            locator, formats=formats, zero_formats=["", "%Y", "%m", "%d", "%H", "%M"], show_offset=False
        )
    )


def _listed(
    figure: Figure,
    left: float,
    found: Mapping[str, Any],
    case: str,
    words: Mapping[str, str],
    language: str,
) -> None:
    """List the drops of one case below the picture, with their causes."""
    color, _ = CASES[case]
    colon = "：" if language == "zh" else ": "
    head = f"{words[case]}{colon}{words['drops']}"
    figure.text(left, 0.235, head, color=color, fontweight="bold", fontsize=9)
    drops = _by_day(found)
    lines = [_line(number, each, words, language) for number, each in enumerate(drops[:MOST_LISTED], start=1)]
    if len(drops) > MOST_LISTED:
        lines.append(words["more"].format(n=len(drops) - MOST_LISTED))
    text = "\n".join(lines) or words["none"]
    figure.text(left, 0.222, text, va="top", fontsize=7.5, color=_GREY, linespacing=1.55)


def _line(number: int, drops: Sequence[Mapping[str, Any]], words: Mapping[str, str], language: str) -> str:
    """Say what drops on one day, and why."""
    what = ", ".join(f"{words[drop['area'] or 'team']} {drop['before']}→{drop['after']}" for drop in drops)
    causes = dict.fromkeys(cause[language] for drop in drops for cause in drop["causes"])
    return _short(f"{number}  {drops[0]['on']}  {what}  {'; '.join(causes)}", MOST_WIDE)


def _short(text: str, most: int) -> str:
    """Return a text of at most so many narrow characters."""
    width = 0
    for place, character in enumerate(text):
        width += 1 if character.isascii() else 2
        if width > most:
            return text[:place] + "…"
    return text


def _teams(figure: Figure, told: Mapping[str, Any], words: Mapping[str, str], language: str) -> None:
    """Draw many teams: how many stand at each level, case beside case."""
    del language
    _title(figure, told, words)
    cases = told["cases"]
    grid = figure.add_gridspec(len(cases), 1, left=0.06, right=0.985, top=0.89, bottom=0.07, hspace=0.36)
    for number, (case, found) in enumerate(cases.items()):
        axes = figure.add_subplot(grid[number])
        _stacked(axes, found, words)
        axes.set_title(_headline(case, found, words), loc="left", fontsize=10, color=CASES[case][0])
        _dates(axes, found)
        if not number:
            axes.legend(
                loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=6, frameon=False, borderaxespad=0.1
            )


def _headline(case: str, found: Mapping[str, Any], words: Mapping[str, str]) -> str:
    worst = found["worst_month"]
    if worst is None:
        return words[case]
    share = f"{1000 * worst['ready_days'] // worst['rated_days'] / 10:.1f} %"
    month = f"{worst['year']}-{worst['month']:02}"
    return f"{words[case]} · {words['share'].format(month=month, share=share)}"


def _stacked(axes: Axes, found: Mapping[str, Any], words: Mapping[str, str]) -> None:
    days: list[Any] = []
    counts: list[Sequence[int]] = []
    for step in found["steps"]:
        days += [_number(step["first"]), _number(step["last"]) + 1]
        counts += [(*step["levels"], step["unrated"])] * 2
    labels = [words["L"].format(n=level) for level in (1, 2, 3, 4)] + [words["5"], words["unrated"]]
    colors = [*COLORS.values(), _PALE]
    shown = [n for n in range(6) if any(row[n] for row in counts)]
    axes.stackplot(
        days,
        *([row[n] for row in counts] for n in shown),
        labels=[labels[n] for n in shown],
        colors=[colors[n] for n in shown],
        lw=0,
    )
    axes.set_ylabel(words["teams"])
    axes.set_ylim(0, max(1, sum(counts[0]) if counts else 1))
    _bare(axes)


def _number(text: str) -> float:
    number: float = _DATES.date2num(date.fromisoformat(text))
    return number


def main() -> None:
    """Draw what the order says."""
    order = json.loads(sys.stdin.readline())
    sys.stdout.buffer.write(picture(order["told"], order["form"], order["language"]))


if __name__ == "__main__":
    main()
