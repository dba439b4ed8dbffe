"""Write `schema.json` anew: `python -m tests.registry.write_schema`; review the diff."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path

from tortoise.context import TortoiseContext

from registry.database import tortoise_config
from registry.migrating import migrate
from tests.conftest import APPS
from tests.registry.schema_facts import facts_of


async def _write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite://{folder}/muster.db"
        await migrate(url, APPS)
        async with TortoiseContext() as context:
            await context.init(config=tortoise_config(url, APPS))
            facts = await facts_of(context.connections.get("default"))
    facts.pop("tortoise_migrations")
    text = json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True)
    Path(__file__).with_name("schema.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_write())
