"""
The registers there are: each module of this package names its own in `REGISTERS`.

A new register is a new module here; nothing else needs to know of it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from registry.errors import NotFound
from registry.intake.register import Register
from registry.tables import Record


def _collected() -> dict[str, Register]:
    """Return every register by its code, those first that others refer to."""
    found: dict[str, Register] = {}
    for module in pkgutil.iter_modules(__path__):
        for register in importlib.import_module(f"{__name__}.{module.name}").REGISTERS:
            if found.setdefault(register.code, register) is not register:
                raise ValueError(f"two registers are called {register.code}")
    return _in_order(found)


def _in_order(registers: Mapping[str, Register]) -> dict[str, Register]:
    """Return the registers so that each stands behind those its rows refer to."""
    by_table: dict[type[Record], Register] = {each.table: each for each in registers.values()}
    ordered: dict[str, Register] = {}

    def place(register: Register, waiting: frozenset[str]) -> None:
        if register.code in waiting:
            raise ValueError(f"the registers {sorted(waiting)} refer to each other in a circle")
        for refers in register.references.values():
            other = by_table.get(refers.table)
            if other is not None and other is not register and other.code not in ordered:
                place(other, waiting | {register.code})
        ordered.setdefault(register.code, register)

    for code in sorted(registers):
        place(registers[code], frozenset())
    return ordered


#: Register by code, in the order in which a workbook with several sheets is applied.
REGISTERS: Mapping[str, Register] = _collected()


def register_named(name: str) -> Register:
    """
    Return the register with this code or name in either language.

    Raises
    ------
    NotFound
        There is none.

    """
    wanted = name.strip().casefold()
    for register in REGISTERS.values():
        if wanted in (register.code.casefold(), register.zh.casefold(), register.en.casefold()):
            return register
    raise NotFound("register", name)
