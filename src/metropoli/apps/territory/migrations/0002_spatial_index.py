"""
The spatial index of places, on either database.

SQLite: an R*Tree held in step by triggers. PostgreSQL: a generated PostGIS column under GiST.
If a later migration makes SQLite rebuild `territory_place`, its triggers go with the old table:
run `forward` again in that migration (a test fails if it is forgotten).
"""

from __future__ import annotations

from django.db import migrations
from django.db.utils import Error

BOX = "{0}.west_deg, {0}.east_deg, {0}.south_deg, {0}.north_deg"
INSERT = f"INSERT INTO territory_place_tree VALUES (NEW.id, {BOX.format('NEW')})"  # noqa: S608
DELETE = "DELETE FROM territory_place_tree WHERE id = OLD.id"
SQLITE = [
    "DROP TRIGGER IF EXISTS territory_place_tree_insert",
    "DROP TRIGGER IF EXISTS territory_place_tree_update",
    "DROP TRIGGER IF EXISTS territory_place_tree_delete",
    "DROP TABLE IF EXISTS territory_place_tree",
    "CREATE VIRTUAL TABLE territory_place_tree"
    " USING rtree(id, west_deg, east_deg, south_deg, north_deg)",
    "INSERT INTO territory_place_tree"
    " SELECT id, west_deg, east_deg, south_deg, north_deg FROM territory_place",
    "CREATE TRIGGER territory_place_tree_insert AFTER INSERT ON territory_place"
    f" BEGIN {INSERT}; END",
    "CREATE TRIGGER territory_place_tree_update"
    " AFTER UPDATE OF id, west_deg, east_deg, south_deg, north_deg ON territory_place"
    f" BEGIN {DELETE}; {INSERT}; END",
    "CREATE TRIGGER territory_place_tree_delete AFTER DELETE ON territory_place"
    f" BEGIN {DELETE}; END",
]
POSTGRES = [
    "ALTER TABLE territory_place ADD COLUMN extent geometry(Geometry, 4326) GENERATED ALWAYS AS"
    " (ST_MakeEnvelope(west_deg, south_deg, east_deg, north_deg, 4326)) STORED",
    "CREATE INDEX territory_place_extent ON territory_place USING gist (extent)",
]
NO_POSTGIS = (
    "PostGIS is not installed in this database and this user may not install it. As a superuser, "
    "run CREATE EXTENSION postgis; in it (Debian: package postgresql-NN-postgis-3), then migrate again."
)


def forward(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _run(schema_editor, SQLITE)
    elif schema_editor.connection.vendor == "postgresql":
        _need_postgis(schema_editor)
        _run(schema_editor, POSTGRES)


def backward(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _run(schema_editor, SQLITE[:4])
    elif schema_editor.connection.vendor == "postgresql":
        _run(schema_editor, ["ALTER TABLE territory_place DROP COLUMN extent"])


def _need_postgis(schema_editor):
    try:
        _run(schema_editor, ["CREATE EXTENSION IF NOT EXISTS postgis"])
    except Error as error:
        raise RuntimeError(f"{NO_POSTGIS} ({error})") from error


def _run(schema_editor, statements):
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
