"""Give every recipient its inbox feed, and existing objects what tells them apart."""

import re

from django.db import migrations

BATCH = 2000


def open_feeds(apps, schema_editor):
    Feed = apps.get_model("delivery", "Feed")
    FeedHead = apps.get_model("delivery", "FeedHead")
    Delivery = apps.get_model("delivery", "Delivery")
    heads = dict(FeedHead.objects.values_list("recipient_id", "position"))
    for recipient in Delivery.objects.order_by().values_list("recipient_id", flat=True).distinct():
        feed = Feed.objects.create(recipient_id=recipient, position=heads.get(recipient, 0))
        Delivery.objects.filter(recipient_id=recipient).update(feed=feed)
    Delivery.objects.filter(length=0).update(length=1)


def tell_objects_apart(apps, schema_editor):
    RenditionObject = apps.get_model("delivery", "RenditionObject")
    rows = RenditionObject.objects.only("id", "version").order_by("id")
    changed = []
    for row in rows.iterator(chunk_size=BATCH):
        seconds, fraction = row.version[:19], row.version[20:-1].rstrip("0")
        row.moment = re.sub(r"[^0-9]", "", seconds) + fraction
        # Unlike any digest: an old row is only ever the same as itself.
        row.digest = row.origin = row.id.to_bytes(16, "big")
        changed.append(row)
        if len(changed) == BATCH:
            RenditionObject.objects.bulk_update(changed, ["moment", "digest", "origin"])
            changed = []
    RenditionObject.objects.bulk_update(changed, ["moment", "digest", "origin"])


def keep_heads(apps, schema_editor):
    Feed = apps.get_model("delivery", "Feed")
    FeedHead = apps.get_model("delivery", "FeedHead")
    FeedHead.objects.all().delete()
    FeedHead.objects.bulk_create(
        FeedHead(recipient_id=feed.recipient_id, position=feed.position)
        for feed in Feed.objects.filter(group=None)
    )


class Migration(migrations.Migration):

    dependencies = [("delivery", "0002_feeds_and_withdrawals")]

    operations = [
        migrations.RunPython(open_feeds, keep_heads),
        migrations.RunPython(tell_objects_apart, migrations.RunPython.noop),
    ]
