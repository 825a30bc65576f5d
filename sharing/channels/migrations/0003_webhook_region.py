from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_officer_matters")]

    operations = [
        migrations.AddField(
            model_name="webhook",
            name="region",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
    ]
