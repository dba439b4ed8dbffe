"""Matches and findings of the consistency rules."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """Matches and findings of the consistency rules."""

    dependencies = [("registry", "0007_sirens")]
    operations = [sql_of("registry.migrations", "0008_consistency")]
