"""Make every table of the registry."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """First version of the registry."""

    initial = True
    operations = [sql_of("registry.migrations", "0001_registry")]
