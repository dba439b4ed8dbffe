"""Reorganization of teams, commitment letters, inspections and evidence."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """Reorganization of teams, commitment letters, inspections and evidence."""

    dependencies = [("registry", "0003_centers")]
    operations = [sql_of("registry.migrations", "0004_teams")]
