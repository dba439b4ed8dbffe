"""What is proven of each component of a plan's cost."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """What is proven of each component of a plan's cost."""

    dependencies = [("exercises", "0002_conduct")]
    operations = [sql_of("exercises.migrations", "0003_component_bounds")]
