"""
`python -m benchmarks.readiness.forecast [--sample N]`: 18 months of a province, every team on every day.

Each team is given a made-up plan of twelve exercises, attended by everybody who serves. The peer forecasts
team after team (`registry.readiness.forecast.forecasting`) on a random sample whose time per team is told for
all; making its facts from the frames is not counted. Both must say the same about the sample on every day.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta

import numpy as np
import pandas as pd

from benchmarks.readiness.__main__ import RULES, TODAY, peak, sampled, timed
from registry.readiness.forecast.forecasting import forecast
from registry.readiness.forecast.set_forecasts import set_forecast
from registry.readiness.frames import COLUMNS, ReadinessFrames
from registry.readiness.sets.curves import curves_of
from seeds.readiness_frames import PROVINCE, readiness_frames

LAST = date(2027, 11, 30)
EXERCISES = 12
"""Planned exercises of a team within the days of the forecast (assumed)."""


def planned(frames: ReadinessFrames, seed: int) -> ReadinessFrames:
    """Return frames with exercises to come, each of a kind its team must train, on a day of chance."""
    rng = np.random.default_rng(seed)
    asked = frames["training"][["team", "kind"]].astype(object)
    chosen = asked.sample(frac=EXERCISES * len(frames["team"]) / len(asked), replace=True, random_state=seed)
    days = rng.integers(1, (LAST - TODAY).days, len(chosen))
    on = (np.datetime64(TODAY, "D") + days).astype("datetime64[s]")
    held = chosen.assign(held=[f"planned-{number}" for number in range(len(chosen))], on=on)
    serving = frames["member"][["team", "person", "served_from", "served_to"]].astype({"team": object})
    both = held.merge(serving, on="team")
    came = both[(both["served_from"] <= both["on"]) & ~(both["served_to"] <= both["on"])]
    takers = came[["held", "person"]].drop_duplicates()
    present = held["held"].map(takers.groupby("held").size()).fillna(0).astype("int64")
    flags = dict.fromkeys(("passed", "proved", "named"), True)
    crew = dict.fromkeys(("crew_numerator", "crew_denominator"), 1)
    whole = held.assign(**flags, **crew, present=present, authorized=present)
    more = {"held": whole, "taker": takers}
    made = dict(frames.frames)
    for name, rows in more.items():
        columns = list(COLUMNS[name])
        made[name] = pd.concat([made[name].astype(dict.fromkeys(_texts(made[name]), object)), rows[columns]])
    return ReadinessFrames(made)


def _texts(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]


def compare(most: int) -> None:
    """Forecast everything at once, then a sample one by one, and print what each way took."""
    frames = planned(readiness_frames(PROVINCE, on=TODAY, seed=1), seed=1)
    before = peak()
    found, wall, processor = timed(lambda: curves_of(frames, TODAY, LAST, RULES))
    whole, summing, _ = timed(lambda: set_forecast(found))
    facts = sampled(frames, most)
    alone, plain, plain_processor = timed(lambda: [forecast(each, RULES, TODAY, LAST) for each in facts])
    place = {team: number for number, team in enumerate(found.teams["team"].astype(str))}
    days = [TODAY + timedelta(days=number) for number in range(len(found.levels))]
    same = all(
        found.levels[:, place[each.team]].tolist() == [each.on(day).level or 0 for day in days]
        for each in alone
    )
    share = len(found.teams) / len(facts)
    print(
        f"{len(found.teams):,} teams over {len(days)} days: {wall:.1f} s ({processor:.1f} s of the processor)"
    )
    print(f"peak memory {peak():,.0f} MB ({before:,.0f} MB of it before); added up in {summing:.2f} s")
    print(
        f"one by one, from a sample of {len(facts):,}: {plain * share:,.0f} s,"
        f" {plain_processor * share / processor:.0f} times the processor"
    )
    worst = whole.worst_month
    when = f"{worst.year}-{worst.month:02d}" if worst is not None else "none"
    print(f"worst month {when}; equal on every day of the sample: {same}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sample", type=int, default=100)
    compare(options.parse_args().sample)
