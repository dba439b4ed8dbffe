"""The item of equipment that another one replaces."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """The item of equipment that another one replaces."""

    dependencies = [("registry", "0008_consistency")]
    operations = [sql_of("registry.migrations", "0009_equipment")]
