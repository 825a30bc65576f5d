"""Idempotency keys stand as keyed digests: those of before are forgotten, so a repetition counts anew."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ingest", "0002_object_requests")]

    operations = [
        migrations.RunSQL(
            "UPDATE ingest_submission SET idempotency_key = NULL WHERE idempotency_key IS NOT NULL",
            migrations.RunSQL.noop,
        )
    ]
