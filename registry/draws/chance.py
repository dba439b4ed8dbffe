"""
`draw/v1`: chance that anybody can work out again from a seed, with SHA-256 and nothing else.

The key of a stream is SHA-256 of `draw/v1`, a zero byte, a label, a zero byte and the seed. Block number
i (from 0) is SHA-256 of the key and i as eight bytes, read as one integer, all big-endian. A block beyond
the last whole multiple of the bound is thrown away, so no remainder is likelier than another.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

ALGORITHM = "draw/v1"
_BLOCK = 1 << 256


def sha256_text(*parts: str) -> str:
    """Return the SHA-256 (hex) of text parts kept apart by a zero byte."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def commitment_of(secret: str) -> str:
    """Return the commitment to a secret: SHA-256 (hex) of its text."""
    return sha256_text(secret)


def spelled(public_value: str) -> str:
    """
    Return a public value as it counts: ASCII letters, in lower case, and digits only, after NFKC.

    Who knows the secret could else choose among the outcomes of `3187.42`, `3,187.42` and `3 187.42`.

    Examples
    --------
    >>> spelled("3,187.42"), spelled("３１８７.４２")
    ('318742', '318742')

    """
    text = unicodedata.normalize("NFKC", public_value).lower()
    return "".join(each for each in text if each.isascii() and each.isalnum())


def seed_of(secret: str, public_value: str, manifest: str) -> str:
    """
    Return the seed of a draw (hex): SHA-256 of secret, public value as `spelled` and manifest, by zero bytes.

    The secret is not known to the source of the public value, the value not to who holds the secret,
    and both are bound to one manifest: none of them can choose the outcome alone.
    """
    return sha256_text(secret, spelled(public_value), manifest)


class Stream:
    """An endless row of numbers from a seed; another label gives an unrelated row."""

    def __init__(self, seed: str, label: str) -> None:
        self._key = hashlib.sha256(f"{ALGORITHM}\0{label}\0{seed}".encode()).digest()
        self._next = 0

    def below(self, bound: int) -> int:
        """Return the next number from 0 to `bound` - 1, each as likely as the others."""
        end = _BLOCK - _BLOCK % bound
        while True:
            block = hashlib.sha256(self._key + self._next.to_bytes(8, "big")).digest()
            self._next += 1
            number = int.from_bytes(block, "big")
            if number < end:
                return number % bound


def pick(seed: str, label: str, ids: Iterable[str], count: int) -> list[str]:
    """
    Draw some ids, in the order they are drawn; in which order they are given does not matter.

    A partial Fisher-Yates shuffle over the ids sorted by code point.

    Raises
    ------
    ValueError
        An id is given twice, or `count` is below 0 or more than there are.

    Examples
    --------
    >>> pick("seed", "label", ["c", "a", "b"], 2) == pick("seed", "label", ["a", "b", "c"], 3)[:2]
    True

    """
    pool = sorted(ids)
    if len(set(pool)) != len(pool):
        raise ValueError("an id is in the pool twice")
    if not 0 <= count <= len(pool):
        raise ValueError(f"cannot draw {count} of {len(pool)}")
    stream = Stream(seed, label)
    for place in range(count):
        other = place + stream.below(len(pool) - place)
        pool[place], pool[other] = pool[other], pool[place]
    return pool[:count]
