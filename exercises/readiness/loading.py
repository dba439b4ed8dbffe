"""
Loads the facts of readiness of many teams at once, or of one, from the registry and the training year.

A fixed number of statements, whatever the number of teams. Facts come with their days, so that other days
than `on` can be rated too: those that ended within three years before `on`, and all that are to come. What
was confirmed, and the rows of the syllabus in force, are those of `on`. Inside the past (`registry.past`)
only what was true on the day asked about is there.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from exercises.readiness.training import training_rows
from registry.access import Viewer, one
from registry.codes import MatchKind
from registry.matching.identities import identities
from registry.readiness.facts import TeamFacts
from registry.readiness.frames import ReadinessFrames
from registry.readiness.from_frames import facts_of_rows
from registry.readiness.records.gathering import registry_rows
from registry.readiness.records.reading import Chosen, FactRows, Where, frames_of
from registry.tables import Region


async def load_frames(viewer: Viewer, where: Where, on: date) -> ReadinessFrames:
    """
    Return the facts of the teams of a region's subtree, or of some teams, as frames.

    Which teams is the viewer's scope; each team's facts are the same for everybody who may see it. Teams
    out of scope, unknown, or not there on the day are left out.

    Parameters
    ----------
    viewer
        Who asks.
    where
        A region's id, or the ids of at most 30,000 teams.
    on
        The day: duties, confirmations and identities are those of this day.

    Raises
    ------
    NotFound
        The region is out of the viewer's scope.

    """
    return frames_of(await load_rows(viewer, where, on))


async def load_rows(viewer: Viewer, where: Where, on: date) -> FactRows:
    """Return the same facts as plain rows: a tenth of the work of frames where the teams are few."""
    if isinstance(where, UUID):
        await one(viewer, Region, where)
    chosen = await Chosen.of(viewer, where, on)
    same = await identities(MatchKind.PERSON, on)
    known = await registry_rows(chosen, same)
    return known | await training_rows(chosen, known, same)


async def load_facts(viewer: Viewer, where: Where, on: date) -> list[TeamFacts]:
    """Return the facts of the same teams one by one, by code; a fixed number of statements too."""
    return list(facts_of_rows(await load_rows(viewer, where, on)))
