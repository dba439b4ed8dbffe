"""Sirens and command facilities."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """Sirens and command facilities."""

    dependencies = [("registry", "0006_works")]
    operations = [sql_of("registry.migrations", "0007_sirens")]
