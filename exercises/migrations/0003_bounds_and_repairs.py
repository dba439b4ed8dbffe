"""What is proven of each component of a plan's cost; runs that repair a version, and what they interrupt."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """What is proven of each component of a plan's cost; runs that repair a version, and what they interrupt."""

    dependencies = [("exercises", "0002_conduct")]
    operations = [sql_of("exercises.migrations", "0003_bounds_and_repairs")]
