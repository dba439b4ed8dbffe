"""What a database really holds: tables, columns, keys, indexes and checks, in one shape for both."""

from __future__ import annotations

import re
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

Facts = dict[str, dict[str, Any]]


async def facts_of(client: BaseDBAsyncClient) -> Facts:
    """Return, per table: columns with nullability, foreign keys, indexes with columns, names of checks."""
    return await (_sqlite(client) if client.capabilities.dialect == "sqlite" else _postgres(client))


async def _sqlite(client: BaseDBAsyncClient) -> Facts:
    tables = await client.execute_query_dict(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    facts: Facts = {}
    for table in tables:
        name = table["name"]
        columns = await client.execute_query_dict(f"PRAGMA table_info({name})")
        keys = await client.execute_query_dict(f"PRAGMA foreign_key_list({name})")
        indexes = {}
        for index in await client.execute_query_dict(f"PRAGMA index_list({name})"):
            if index["origin"] != "pk":
                info = await client.execute_query_dict(f"PRAGMA index_info({index['name']})")
                cols = ", ".join(row["name"] for row in info)
                indexes[
                    f"{'unique ' if index['unique'] else ''}({cols}){' where' if index['partial'] else ''}"
                ] = 1
        facts[name] = {
            "columns": {
                row["name"]: "null" if not (row["notnull"] or row["pk"]) else "not null" for row in columns
            },
            "foreign_keys": sorted(f"{row['from']} -> {row['table']} {row['on_delete']}" for row in keys),
            "indexes": sorted(indexes),
            "checks": sorted(re.findall(r"CONSTRAINT (ck_\w+) CHECK", table["sql"])),
        }
    return facts


async def _postgres(client: BaseDBAsyncClient) -> Facts:
    columns = await client.execute_query_dict(
        "SELECT table_name, column_name, is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'public'"
    )
    constraints = await client.execute_query_dict(
        "SELECT conrelid::regclass::text AS tbl, conname, contype::text AS kind, "
        "pg_get_constraintdef(oid) AS text "
        "FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    )
    indexes = await client.execute_query_dict(
        "SELECT i.indrelid::regclass::text AS tbl, pg_get_indexdef(i.indexrelid) AS text "
        "FROM pg_index i WHERE NOT i.indisprimary AND i.indrelid::regclass::text NOT LIKE 'pg_%'"
    )
    facts: Facts = {
        row["table_name"]: {"columns": {}, "foreign_keys": [], "indexes": [], "checks": []} for row in columns
    }
    for row in columns:
        word = "null" if row["is_nullable"] == "YES" else "not null"
        facts[row["table_name"]]["columns"][row["column_name"]] = word
    for row in constraints:
        table = facts[row["tbl"]]
        if row["kind"] == "c":
            table["checks"].append(row["conname"])
        elif row["kind"] == "f":
            found = re.match(r"FOREIGN KEY \((\w+)\) REFERENCES (\w+)\(\w+\) ON DELETE (\w+)", row["text"])
            assert found is not None, row["text"]
            table["foreign_keys"].append(f"{found[1]} -> {found[2]} {found[3]}")
    for row in indexes:
        if row["tbl"] in facts:
            found = re.match(r"CREATE (UNIQUE )?INDEX .* USING btree \(([^)]*)\)( WHERE)?", row["text"])
            assert found is not None, row["text"]
            cols = found[2].replace('"', "")
            facts[row["tbl"]]["indexes"].append(
                f"{'unique ' if found[1] else ''}({cols}){' where' if found[3] else ''}"
            )
    for table in facts.values():
        for kind in ("foreign_keys", "indexes", "checks"):
            table[kind] = sorted(set(table[kind]))
    return facts
