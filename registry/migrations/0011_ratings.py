"""Ratings kept: the current one of each team, their counts by region and category, and each night's."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """Ratings kept: the current one of each team, their counts by region and category, and each night's."""

    dependencies = [("registry", "0010_readiness")]
    operations = [sql_of("registry.migrations", "0011_ratings")]
