"""The training year's migrations: reviewed SQL for both databases (see `registry.migrations`)."""
