"""Double-random inspections: inspectors, plans of inspections, exclusions and what was drawn."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """Double-random inspections: inspectors, plans of inspections, exclusions and what was drawn."""

    dependencies = [("registry", "0011_ratings")]
    operations = [sql_of("registry.migrations", "0012_draws")]
