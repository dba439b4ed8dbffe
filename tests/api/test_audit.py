"""GraphQL over HTTP to the letter: the specification's own suite against the running server."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from pathlib import Path

import pytest
import uvicorn

from tests.api.harness import make_api
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

AUDIT = Path(__file__).parent / "audit"
#: A registry that does not answer is asked again rather than waited for.
INSTALL = ("npm", "ci", "--no-audit", "--no-fund", "--fetch-timeout=20000", "--fetch-retries=4")
PATIENCE_SECONDS = 150.0


async def output(*command: str) -> str:
    """Return what a command prints; it must succeed, and come to an end."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=AUDIT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        told, failed = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    except TimeoutError:
        process.kill()
        raise
    assert process.returncode == 0, failed.decode()
    return told.decode()


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed: HTTP audit NOT run")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_server_passes_the_http_audit_without_a_warning(world: SmallWorld) -> None:
    if not (AUDIT / "node_modules" / "graphql-http").is_dir():
        await output(*INSTALL)
    # The suite asks the schema about itself, which production refuses.
    api = await make_api(world.principals, development=True)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        api.app, log_level="warning", lifespan="off", ws="none", timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))

    port = listening.getsockname()[1]
    told = await output("node", "audit.mjs", f"http://127.0.0.1:{port}/graphql", api.tokens["planner"])
    server.should_exit = True
    await serving

    findings = [json.loads(line) for line in told.splitlines()]
    assert [finding for finding in findings if finding["status"] != "ok"] == []
    assert len(findings) == 61
