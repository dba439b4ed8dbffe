"""Reviews, checklists and verification of mobilization centers."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """Reviews, checklists and verification of mobilization centers."""

    dependencies = [("registry", "0002_two_times")]
    operations = [sql_of("registry.migrations", "0003_centers")]
