"""
The registry's migrations: reviewed SQL for both databases, run by Tortoise's executor.

A migration module names its SQL files (`0001_registry.sqlite.sql`, `0001_registry.postgres.sql`)
through `registry.migrating.sql_of`. Generated operations are never used: they drop constraints
without a warning and rebuild SQLite tables with cascading deletes on.
"""
