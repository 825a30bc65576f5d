import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("delivery", "0003_open_feeds")]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="feed",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="delivery.feed",
            ),
        ),
        migrations.DeleteModel(name="FeedHead"),
    ]
