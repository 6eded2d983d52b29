from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("travel", "0002_sources_by_kind")]

    operations = [
        migrations.AlterField(
            model_name="source",
            name="kind",
            field=models.CharField(
                choices=[("gtfs", "Gtfs"), ("osm", "Osm"), ("heights", "Heights")], max_length=8
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="form",
            field=models.CharField(help_text="zip, pbf, xml or tif.", max_length=8),
        ),
    ]
