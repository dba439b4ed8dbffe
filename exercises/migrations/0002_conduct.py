"""Who took part in an execution, when it was held, and who graded it."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """Who took part in an execution, when it was held, and who graded it."""

    dependencies = [("exercises", "0001_exercises"), ("registry", "0010_readiness")]
    operations = [sql_of("exercises.migrations", "0002_conduct")]
