"""Finite fields of prime-power order, as tables; elements are numbered 0 … q − 1, with 0 and 1 themselves."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

# The lowest coefficients of an irreducible monic polynomial, constant first: x² + x + 1 over GF(2) is (1, 1).
IRREDUCIBLE: dict[int, tuple[int, tuple[int, ...]]] = {
    4: (2, (1, 1)),
    8: (2, (1, 1, 0)),
    9: (3, (1, 0)),
    16: (2, (1, 1, 0, 0)),
}


class Field(NamedTuple):
    """The tables of sum and product of a field of `order` elements."""

    order: int
    sums: tuple[tuple[int, ...], ...]
    products: tuple[tuple[int, ...], ...]


@lru_cache
def field(order: int) -> Field | None:
    """Return the field of that order; None if there is none or it is not known here."""
    prime, low = IRREDUCIBLE.get(order, (order, (0,)))
    if order < 2 or any(prime % divisor == 0 for divisor in range(2, prime)):
        return None
    numbers = range(order)
    digits = [_digits(number, prime, len(low)) for number in numbers]
    sums = [[_number([x + y for x, y in zip(a, b, strict=True)], prime) for b in digits] for a in digits]
    products = [[_number(_product(a, b, low, prime), prime) for b in digits] for a in digits]
    return Field(order, tuple(map(tuple, sums)), tuple(map(tuple, products)))


def _digits(number: int, prime: int, length: int) -> list[int]:
    return [number // prime**i % prime for i in range(length)]


def _number(digits: list[int], prime: int) -> int:
    return sum(digit % prime * prime**i for i, digit in enumerate(digits))


def _product(a: list[int], b: list[int], low: tuple[int, ...], prime: int) -> list[int]:
    """Multiply two polynomials and put -(`low`) for the highest power until few enough terms are left."""
    whole = [0] * (2 * len(low))
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            whole[i + j] += x * y
    if len(low) > 1:
        for power in range(len(whole) - 1, len(low) - 1, -1):
            for i, coefficient in enumerate(low):
                whole[power - len(low) + i] -= whole[power] * coefficient
    return [digit % prime for digit in whole[: len(low)]]
