from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0005_search_entries'),
    ]

    operations = [
        migrations.AddField(
            model_name='feedobject',
            name='sealed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='renditionobject',
            index=models.Index(condition=models.Q(('withdrawn', True)), fields=['origin', 'moment'], name='rendition_object_withdrawn'),
        ),
    ]
