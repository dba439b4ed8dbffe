"""Check lists, checks, hazards; findings of checks and hazards, and later deadlines for them."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """Check lists, checks, hazards; findings of checks and hazards, and later deadlines for them."""

    dependencies = [("registry", "0012_draws")]
    operations = [sql_of("registry.migrations", "0013_checks")]
