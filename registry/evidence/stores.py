"""
Where the bytes of evidence lie: a folder, or an S3-compatible bucket (`registry.evidence.bucket`).

A file is kept under its SHA-256, so the same file is kept once, and what was altered shows.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO, Protocol

from registry.evidence.errors import EvidenceLost

CHUNK = 256 * 1024


class EvidenceStore(Protocol):
    """Keeps files by their SHA-256 (64 hex digits)."""

    async def put(self, digest: str, file: BinaryIO) -> None:
        """Keep a file from its first byte on, safe against a power cut; one that is kept stays."""

    def chunks(self, digest: str) -> AsyncIterator[bytes]:
        """Yield a file piece by piece; raises `EvidenceLost` at the first piece when there is none."""
        ...


def key_of(digest: str) -> str:
    """
    Return the place of a file in a store.

    Examples
    --------
    >>> key_of("ab" + "cd" * 31)[:20]
    'sha256/ab/cd/abcdcdc'

    """
    return f"sha256/{digest[:2]}/{digest[2:4]}/{digest}"


class FolderStore:
    """A folder of this machine; files are read-only once they stand there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, digest: str, file: BinaryIO) -> None:
        """Keep a file: written beside its place, synced, then put there in one step."""
        await asyncio.to_thread(self._write, self._folder / key_of(digest), file)

    @staticmethod
    def _write(target: Path, file: BinaryIO) -> None:
        file.seek(0)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".incoming-", delete=False) as new:
            try:
                shutil.copyfileobj(file, new, CHUNK)
                new.flush()
                os.fsync(new.fileno())
                os.fchmod(new.fileno(), 0o440)
                Path(new.name).replace(target)
            except BaseException:
                Path(new.name).unlink(missing_ok=True)
                raise
        _sync(target.parent)

    async def chunks(self, digest: str) -> AsyncIterator[bytes]:
        """Yield a file piece by piece."""
        try:
            file = await asyncio.to_thread((self._folder / key_of(digest)).open, "rb")
        except FileNotFoundError:
            raise EvidenceLost(digest) from None
        with file:
            while piece := await asyncio.to_thread(file.read, CHUNK):
                yield piece


def _sync(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


async def digest_of(store: EvidenceStore, digest: str) -> tuple[str, int]:
    """Return SHA-256 and size of what a store gives under a digest; raises `EvidenceLost` for nothing."""
    hashed, size = hashlib.sha256(), 0
    async for piece in store.chunks(digest):
        hashed.update(piece)
        size += len(piece)
    return hashed.hexdigest(), size
