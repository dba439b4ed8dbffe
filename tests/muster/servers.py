"""A real server in a process of its own, as an operator starts it, on a free port of the loopback."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.muster.forking import forking

STARTS_WITHIN_SECONDS = 240.0  # `muster run` seeds and plans first, on a machine that may be busy
LEAVES_WITHIN_SECONDS = 20.0


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Muster:
    """The `muster` command with its own settings, and at most one server started from it."""

    def __init__(self, database_url: str, folder: Path, **settings: object) -> None:
        """Keep the settings; `folder` takes data and the server's log."""
        self.port = free_port()
        self.folder = folder
        self.token = ""
        self.process: subprocess.Popen[bytes] | None = None
        self.cold = False  # whether a command begins with its imports, as an operator's does
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
        own = {"database_url": database_url, "data_dir": folder / "data", "port": self.port, "year": 2026}
        own |= settings
        self.environment = clean | {f"MUSTER_{name.upper()}": str(value) for name, value in own.items()}

    def command(self, *words: str, code: int = 0) -> Any:
        """Run one command with `--json` and return what it printed; its exit code must be `code`."""
        asked = [*words, "--json"]
        if self.cold:
            done = subprocess.run(
                [sys.executable, "-m", "muster", *asked],
                env=self.environment,
                cwd=self.folder,
                capture_output=True,
                text=True,
                timeout=300,
            )  # fmt: skip -- one argument group a line
            ended, out, err = done.returncode, done.stdout, done.stderr
        else:
            ended, out, err = forking().run(asked, self.environment, self.folder)
        assert ended == code, err[-3_000:]
        return json.loads(out) if out.strip() else err

    def start(self, command: str = "serve") -> float:
        """Start the server and return the seconds until `/ready` said yes."""
        began = time.monotonic()
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "muster", command],
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )  # fmt: skip -- one argument group a line
        while time.monotonic() - began < STARTS_WITHIN_SECONDS:
            assert self.process.poll() is None, self.log()
            try:
                if self.get("/ready").status_code == 200:
                    return time.monotonic() - began
            except httpx2.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"not ready: {self.log()}")

    def kill(self) -> None:
        """End the server as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=LEAVES_WITHIN_SECONDS)

    def stop(self) -> None:
        """End the server in good order; uvicorn then hands the signal on, so that it ends by it."""
        assert self.process is not None
        self.process.terminate()
        code = self.process.wait(timeout=LEAVES_WITHIN_SECONDS)
        assert code == -signal.SIGTERM, self.log()
        assert "Stopped in good order" in self.log()
        assert "Traceback" not in self.log(), self.log()

    def children(self) -> list[int]:
        """Return the process numbers of the server's children."""
        assert self.process is not None
        tasks = Path(f"/proc/{self.process.pid}/task")
        found = {int(pid) for file in tasks.glob("*/children") for pid in file.read_text().split()}
        return sorted(found)

    def log(self) -> str:
        """Return the last lines the server wrote."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")[-4_000:]

    def get(self, path: str, **headers: str) -> httpx2.Response:
        """Fetch a path."""
        return httpx2.get(f"http://127.0.0.1:{self.port}{path}", headers=headers, timeout=30)

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """Send one GraphQL operation as the bearer of `token` and return its data."""
        answer = httpx2.post(
            f"http://127.0.0.1:{self.port}/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=60,
        )
        body = answer.json()
        assert "errors" not in body, body
        return dict(body["data"])


@contextmanager
def muster(database_url: str, folder: Path, **settings: object) -> Iterator[Muster]:
    """Yield the command; a server that still runs at the end is killed."""
    own = Muster(database_url, folder, **settings)
    try:
        yield own
    finally:
        if own.process is not None and own.process.poll() is None:
            own.kill()


def gone(process: int) -> bool:
    """Return whether a process has ended (a zombie has)."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state.rpartition(")")[2].split()[0] == "Z"


def wait_until(true: Any, seconds: float, what: str) -> Any:
    """Return the first true answer of `true` within `seconds`; fail with `what` otherwise."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")
