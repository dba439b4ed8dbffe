"""What a rating rests on: requirements for each task, confirmations, overrides and findings."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """What a rating rests on: requirements for each task, confirmations, overrides and findings."""

    dependencies = [("registry", "0009_equipment")]
    operations = [sql_of("registry.migrations", "0010_readiness")]
