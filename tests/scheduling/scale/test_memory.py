"""What large arrays leave behind is given back to the system."""

from __future__ import annotations

import platform

import numpy as np
import psutil
import pytest

from scheduling.scale.memory import give_back

PAGES, SMALL = 2_000, 100_000


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library can be asked")
def test_free_memory_is_given_back() -> None:
    own = psutil.Process()
    arrays = [np.ones(SMALL // 8) for _ in range(PAGES)]
    kept = arrays[::20]
    held = own.memory_info().rss

    # what is still in use stands between all that is free, so that the C library keeps it
    del arrays
    assert own.memory_info().rss > held - PAGES * SMALL // 2
    give_back()

    assert all(array.all() for array in kept)
    assert own.memory_info().rss < held - PAGES * SMALL // 2
