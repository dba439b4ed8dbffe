"""
The Merkle tree over the entries of a seal, in the form of RFC 6962 (section 2.1).

A leaf is SHA-256 of a zero byte and its data, an inner node SHA-256 of a one byte and its two
children; the left subtree is the largest full one. The root of nothing is SHA-256 of nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def root_of(data: Sequence[bytes]) -> str:
    """
    Return the root (hex) over leaves in their order.

    Examples
    --------
    >>> root_of([])[:16]
    'e3b0c44298fc1c14'
    >>> root_of([b""]) == leaf_hash(b"").hex()
    True

    """
    if not data:
        return hashlib.sha256().hexdigest()
    level = [leaf_hash(item) for item in data]
    while len(level) > 1:
        paired = [_node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
        # a node without a neighbor rises unchanged: the same tree as RFC 6962's largest-full-subtree split
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
