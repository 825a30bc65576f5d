"""Cases by evidence: hulls, sketches, rulings and the ledger of moves.

Alerts keep their scores and their cases; `rebuild_cases` makes their sketches and places them again.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def open_cases(apps, schema_editor):
    """Give each case its row again, before memberships refer to it."""
    cases = apps.get_model("cases", "Case")
    memberships = apps.get_model("cases", "CaseMembership")
    rows = memberships.objects.values("case").annotate(at=models.Min("assigned_at")).order_by()
    cases.objects.bulk_create(cases(id=row["case"], opened_at=row["at"]) for row in rows)


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0003_cut_alerts_and_consents'),
        ('members', '0001_initial'),
        ('cases', '0002_keys_of_memberships'),
    ]

    operations = [
        migrations.DeleteModel(name='CaseKey'),
        migrations.AlterField(
            model_name='casemembership',
            name='case',
            field=models.UUIDField(db_column='case_id'),
        ),
        migrations.RunPython(migrations.RunPython.noop, open_cases),
        migrations.DeleteModel(name='Case'),
        migrations.RenameField(model_name='casemembership', old_name='case', new_name='case_id'),
        migrations.AlterField(
            model_name='casemembership',
            name='case_id',
            field=models.UUIDField(),
        ),
        migrations.RemoveField(model_name='casemembership', name='keys'),
        migrations.CreateModel(
            name='CaseKey',
            fields=[
                ('digest', models.BigIntegerField(primary_key=True, serialize=False)),
                ('uses', models.PositiveIntegerField(default=1)),
                ('recent', models.TextField(default='')),
            ],
        ),
        migrations.CreateModel(
            name='Hull',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('opened_at', models.DateTimeField()),
                ('size', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='casemembership',
            name='sketch',
            field=models.BinaryField(default=bytes),
        ),
        migrations.AddField(
            model_name='casemembership',
            name='sketch_version',
            field=models.PositiveSmallIntegerField(db_default=0, db_index=True, default=0),
        ),
        migrations.AlterField(
            model_name='casemembership',
            name='rule',
            field=models.CharField(max_length=40),
        ),
        migrations.AddField(
            model_name='casemembership',
            name='hull',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='cases.hull'),
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('merge', 'Merge'), ('split', 'Split'), ('move', 'Move')], max_length=10)),
                ('reason', models.CharField(max_length=40)),
                ('by', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(blank=True, max_length=120)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='members.institution')),
            ],
        ),
        migrations.CreateModel(
            name='RuledAlert',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('moved', 'Moved'), ('beside', 'Beside'), ('away', 'Away')], max_length=10)),
                ('root', models.BigIntegerField(default=0)),
                ('content', models.BigIntegerField(default=0)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rulings', to='alerts.alert')),
                ('ruling', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='named', to='cases.ruling')),
            ],
        ),
        migrations.CreateModel(
            name='CaseMove',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('came_from', models.UUIDField(null=True)),
                ('went_to', models.UUIDField()),
                ('beside', models.UUIDField(null=True)),
                ('reasons', models.JSONField(default=list)),
                ('by', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='alerts.alert')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.institution')),
                ('ruling', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='cases.ruling')),
            ],
        ),
        migrations.AddIndex(
            model_name='ruling',
            index=models.Index(condition=models.Q(('undone_at', None)), fields=['institution', 'at'], name='ruling_that_stands'),
        ),
        migrations.AddConstraint(
            model_name='ruledalert',
            constraint=models.UniqueConstraint(fields=('ruling', 'alert'), name='named_once_a_ruling'),
        ),
        migrations.AddField(
            model_name='casemembership',
            name='score_inputs',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='casemembership',
            name='score_version',
            field=models.CharField(db_default='', default='', max_length=40),
        ),
    ]
