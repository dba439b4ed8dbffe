"""Loading the synthetic data with a progress line."""

from __future__ import annotations

from muster import clock
from muster.settings import Settings
from muster.terminal import progress_line
from seeds.load import load


async def seed(settings: Settings) -> str:
    """Load the synthetic data and return what was loaded, as a sentence."""
    with progress_line(f"Loading the synthetic {settings.scale}") as line:
        report = await load(
            settings.scale,
            year=settings.year,
            seed=settings.seed,
            at=clock.now(),
            on_progress=lambda progress: line.show(str(progress)),
        )
    return str(report)
