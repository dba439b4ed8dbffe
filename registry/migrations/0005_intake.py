"""Intake batches and exports."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """Intake batches and exports."""

    dependencies = [("registry", "0004_teams")]
    operations = [sql_of("registry.migrations", "0005_intake")]
