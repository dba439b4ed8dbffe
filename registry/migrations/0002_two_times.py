"""Late entries of the ledger and its seals."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """The day a late entry is true from; seals; nothing recorded before a seal is taken after it."""

    dependencies = [("registry", "0001_registry")]
    operations = [sql_of("registry.migrations", "0002_two_times")]
