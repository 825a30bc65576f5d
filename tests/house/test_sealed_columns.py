"""Every binary column is a digest, or sealed and handed to the keys: none is forgotten (PC-30)."""

from django.apps import apps
from django.db.models import BinaryField

from privacy.keys.places import list_places

# What is no sealed content: digests, keyed names of subjects, key material wrapped in itself.
NOT_SEALED = {
    "digest",
    "content_digest",
    "request_digest",
    "secret_digest",
    "notice_digest",
    "evidence_digest",
    # Of a consent: the keyed name of the act, and of the guardian.
    "act",
    "guardian",
    "origin",
    # Digests of what an alert says, to compare it by (sharing.cases.matching).
    "sketch",
    "subject",
    "subjects",
    "wrapped",
}
# Sealed under keys of persons, which are destroyed with them and never rotated: privacy.subjects.
UNDER_KEYS_OF_PERSONS = {"subjects_clearvalue.sealed"}


# By name a contact, in truth its keyed digest.
DIGESTS = {f"rights_signincode.{one}" for one in ("contact", "attempt", "source")}


def test_every_binary_column_is_accounted_for():
    found = {
        f"{model._meta.db_table}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BinaryField) and field.name not in NOT_SEALED
    }

    assert found - UNDER_KEYS_OF_PERSONS - DIGESTS == {place.name for place in list_places()}
