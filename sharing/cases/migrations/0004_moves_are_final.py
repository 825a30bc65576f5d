"""Let the database itself refuse to change a move of the ledger; with its alert it may go."""

from django.db import migrations


def guard_moves(apps, schema_editor):
    act = "BEGIN SELECT RAISE(ABORT, 'moves are appended, never changed'); END"
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION cases_move_is_final() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'moves are appended, never changed'; END $$"
        )
        act = "FOR EACH ROW EXECUTE FUNCTION cases_move_is_final()"
    schema_editor.execute(
        f"CREATE TRIGGER cases_casemove_is_final BEFORE UPDATE ON cases_casemove {act}"
    )


def free_moves(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    place = " ON cases_casemove" if is_postgresql else ""
    schema_editor.execute(f"DROP TRIGGER cases_casemove_is_final{place}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION cases_move_is_final()")


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_hulls_and_rulings'),
    ]

    operations = [
        migrations.RunPython(guard_moves, free_moves),
    ]
