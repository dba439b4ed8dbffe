"""Memory that is free but held: the C library keeps what large arrays leave behind."""

from __future__ import annotations

import contextlib
import ctypes


def give_back() -> None:
    """
    Hand free memory back to the system, so that it is there for the process beside this one.

    After the prices of 770 events a process kept 720 MB and needed 170. Only where the C library is GNU's;
    elsewhere nothing happens.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
