"""What was written in the log of a case is never changed, whoever asks the database to."""

from __future__ import annotations

from django.db import migrations

SAYS = "the log of a case is never changed"
SQLITE = (
    "CREATE TRIGGER casework_log_frozen BEFORE UPDATE ON casework_logentry"
    f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
)
POSTGRES = [
    "CREATE FUNCTION casework_log_frozen() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER casework_log_frozen BEFORE UPDATE ON casework_logentry"
    " FOR EACH ROW EXECUTE FUNCTION casework_log_frozen()",
]


def forward(apps, schema_editor):
    statements = POSTGRES if schema_editor.connection.vendor == "postgresql" else [SQLITE]
    for statement in statements:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION casework_log_frozen() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER casework_log_frozen")


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
