"""The S3-compatible store against a small S3 server inside the test's process."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from registry.evidence import EvidenceLost
from registry.evidence.bucket import BucketStore
from registry.evidence.stores import digest_of, key_of

pytestmark = pytest.mark.anyio


class _Server(ThreadingHTTPServer):
    """Objects by path, and the requests that came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Objects)
        self.objects: dict[str, bytes] = {}
        self.seen: list[tuple[str, str]] = []


class _Objects(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: Any) -> None:
        """Stay silent."""

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _seen(self) -> str:
        path = self.path.partition("?")[0]
        self.server.seen.append((self.command, path))
        return path

    def do_PUT(self) -> None:
        path = self._seen()
        self.server.objects[path] = self.rfile.read(int(self.headers["content-length"]))
        self._answer(200, ETag='"1"')

    def do_GET(self) -> None:
        found = self.server.objects.get(self._seen())
        if found is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self._answer(200, found, ETag='"1"', Last_Modified="Mon, 05 Jan 2026 01:00:00 GMT")

    do_HEAD = do_GET  # noqa: N815 -- the name http.server calls


@pytest.fixture
def server() -> Iterator[_Server]:
    """Run the server for one test."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _store(server: _Server) -> BucketStore:
    return BucketStore(
        "evidence",
        prefix="muster",
        endpoint=f"http://127.0.0.1:{server.server_port}",
        region="us-east-1",
        key_id="key",
        secret="secret",
    )


async def test_file_goes_to_the_bucket_once_and_comes_back(server: _Server) -> None:
    data = b"%PDF-1.7 " + b"x" * 600_000
    digest, store = hashlib.sha256(data).hexdigest(), _store(server)

    await store.put(digest, io.BytesIO(data))
    await store.put(digest, io.BytesIO(data))

    place = f"/evidence/muster/{key_of(digest)}"
    assert server.objects == {place: data}
    assert [method for method, _ in server.seen].count("PUT") == 1
    assert await digest_of(store, digest) == (digest, len(data))


async def test_file_the_bucket_does_not_hold_is_lost(server: _Server) -> None:
    with pytest.raises(EvidenceLost):
        await digest_of(_store(server), "0" * 64)
