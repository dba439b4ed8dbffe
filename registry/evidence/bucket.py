"""A bucket of an S3-compatible store for evidence; needs the extra `muster[s3]`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, BinaryIO

from obstore.store import S3Store

from registry.evidence.errors import EvidenceLost
from registry.evidence.stores import CHUNK, key_of

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config


class BucketStore:
    """
    A bucket; a file is sent whole, or not at all.

    Parameters
    ----------
    bucket
        Name of the bucket.
    prefix
        Folder inside the bucket; empty for its root.
    endpoint
        Address of the store; None for Amazon's own. Plain `http` is taken as given.
    region, key_id, secret
        As the store's operator gave them.

    """

    def __init__(
        self, bucket: str, *, prefix: str, endpoint: str | None, region: str, key_id: str, secret: str
    ) -> None:
        config: S3Config = {
            "region": region,
            "access_key_id": key_id,
            "secret_access_key": secret,
            "virtual_hosted_style_request": False,
        }
        if endpoint is not None:
            config["endpoint"] = endpoint
        plain = endpoint is not None and endpoint.startswith("http://")
        limits: ClientConfig = {"allow_http": plain, "timeout": "30s", "connect_timeout": "5s"}
        self._store = S3Store(bucket, prefix=prefix or None, config=config, client_options=limits)

    async def put(self, digest: str, file: BinaryIO) -> None:
        """Keep a file unless it is kept already."""
        try:
            await self._store.head_async(key_of(digest))
        except FileNotFoundError:
            file.seek(0)
            await self._store.put_async(key_of(digest), file)

    async def chunks(self, digest: str) -> AsyncIterator[bytes]:
        """Yield a file piece by piece."""
        try:
            answer = await self._store.get_async(key_of(digest))
        except FileNotFoundError:
            raise EvidenceLost(digest) from None
        async for piece in answer.stream(CHUNK):
            yield bytes(piece)
