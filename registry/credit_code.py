"""
The unified social credit code 统一社会信用代码: 18 characters, the last a check digit.

Source: GB 32100-2015, annex A (modulus 31 over weights 3 to the power of the position).
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))


def check_digit(first17: str) -> str:
    """
    Return the check character of the first 17 characters of a code.

    Raises
    ------
    ValueError
        Not 17 characters of the code's alphabet (digits and capitals without I, O, S, V, Z).

    Examples
    --------
    >>> check_digit("91350100M000100Y4")
    '3'

    """
    if len(first17) != 17 or any(character not in _VALUES for character in first17):
        raise ValueError(f"not 17 characters of the credit code alphabet: {first17!r}")
    total = sum(_VALUES[character] * weight for character, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """
    Tell whether `code` has 18 allowed characters and the right check digit.

    Examples
    --------
    >>> is_valid("91350100M000100Y43"), is_valid("91350100M000100Y44")
    (True, False)

    """
    well_formed = len(code) == 18 and all(character in _VALUES for character in code)
    return well_formed and check_digit(code[:17]) == code[17]


def make(region6: str, serial: int) -> str:
    """
    Return a synthetic but well-formed code for an enterprise (91) of a region.

    The body code `M` + seven digits carries its own check character (GB 11714-1997, modulus 11).

    Parameters
    ----------
    region6
        Six-digit administrative code of the registering office.
    serial
        From 0 to 9,999,999.

    Raises
    ------
    ValueError
        `region6` is not six digits or `serial` does not fit into seven digits.

    """
    if len(region6) != 6 or not region6.isdigit() or not 0 <= serial < 10**7:
        raise ValueError(f"no credit code for region {region6!r} and serial {serial}")
    body = f"M{serial:07d}"
    first17 = f"91{region6}{body}{_body_check(body)}"
    return first17 + check_digit(first17)


def _body_check(body: str) -> str:
    """Return the check character of an eight-character body code (here `M` counts 22)."""
    total = sum(int(character, 36) * weight for character, weight in zip(body, _BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]
