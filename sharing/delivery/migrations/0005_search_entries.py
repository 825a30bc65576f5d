"""An entry for each rendition, and beside it what the database searches: a tsvector or an FTS5 table."""

import json

import django.db.models.deletion
from django.db import migrations, models

BATCH = 500
POSTGRESQL = (
    "ALTER TABLE delivery_searchentry ADD COLUMN terms tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX delivery_searchentry_terms ON delivery_searchentry USING gin (terms)",
)
SQLITE = (
    "CREATE VIRTUAL TABLE delivery_search USING fts5(terms, tokenize = 'ascii', columnsize = 0)",
    "CREATE TRIGGER delivery_search_gone AFTER DELETE ON delivery_searchentry BEGIN"
    " DELETE FROM delivery_search WHERE rowid = old.id; END",
)
SQLITE_BACK = ("DROP TRIGGER delivery_search_gone", "DROP TABLE delivery_search")


def make_index(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        for statement in SQLITE_BACK:
            schema_editor.execute(statement)


def index_renditions(apps, schema_editor):
    # The only way in which old rows are found like new ones is by the same terms.
    from sharing.delivery.search import write_vector
    from sharing.delivery.terms import list_strings, list_terms

    Rendition = apps.get_model("delivery", "Rendition")
    RenditionObject = apps.get_model("delivery", "RenditionObject")
    Entry = apps.get_model("delivery", "SearchEntry")
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    statement = (
        "UPDATE delivery_searchentry SET terms = %s::tsvector WHERE id = %s"
        if is_postgresql
        else "INSERT INTO delivery_search (terms, rowid) VALUES (%s, %s)"
    )
    # Copies for reporters and revocations are not searched.
    rows = Rendition.objects.exclude(outcome__in=["own", "revocation"]).order_by("id")
    for row in rows.iterator(chunk_size=BATCH):
        texts = [row.title, row.summary]
        if not row.sealed:
            bodies = RenditionObject.objects.filter(rendition=row, withdrawn=False).order_by("index")
            for body in bodies.values_list("body", flat=True):
                texts.extend(list_strings(json.loads(bytes(body))))
        terms = list_terms(texts)
        entry = Entry.objects.create(rendition=row)
        with schema_editor.connection.cursor() as cursor:
            shown = write_vector(terms) if is_postgresql else " ".join(terms)
            cursor.execute(statement, [shown, entry.pk])


class Migration(migrations.Migration):

    dependencies = [("delivery", "0004_every_delivery_has_a_feed")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "rendition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="delivery.rendition",
                    ),
                ),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(index_renditions, migrations.RunPython.noop),
    ]
