"""Make every table of the training year."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """First version of the training year."""

    initial = True
    dependencies = [("registry", "0001_registry")]
    operations = [sql_of("exercises.migrations", "0001_exercises")]
