"""Civil-defence works, certificates, shelters and the five-level network."""

from tortoise.migrations.migration import Migration as TortoiseMigration

from registry.migrating import sql_of


class Migration(TortoiseMigration):
    """Civil-defence works, certificates, shelters and the five-level network."""

    dependencies = [("registry", "0005_intake")]
    operations = [sql_of("registry.migrations", "0006_works")]
