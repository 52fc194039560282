"""Names are found by any part of them, by pinyin and by initials: keys that the database itself keeps."""

import django.contrib.postgres.indexes
from django.db import migrations, models
from psycopg2.extras import execute_values

import unions.models.search
from unions.readings import rows
from unions.triggers import NAMED, REBUILD, REBUILD_GONE, SEARCH, SEARCH_GONE, keep_search_keys

# No model: the tests' flush between tests would empty it.
READINGS = """
CREATE TABLE unions_reading (
    letter text PRIMARY KEY, spelt text NOT NULL, initials text NOT NULL, named text NOT NULL, named_initials text NOT NULL
);
"""


def fill_readings(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        execute_values(cursor.cursor, "INSERT INTO unions_reading VALUES %s", rows(), page_size=5_000)
        cursor.execute("ANALYZE unions_reading")


def keys_of(name, field):
    return [
        migrations.CreateModel(
            name=name,
            fields=[
                (field, models.BigIntegerField(primary_key=True, serialize=False)),
                ("keys", unions.models.search.KeysField()),
            ],
        ),
    ]


def index_of(model, name):
    return migrations.AddIndex(model, django.contrib.postgres.indexes.GinIndex(fields=["keys"], name=name))


class Migration(migrations.Migration):
    dependencies = [("unions", "0006_reminders")]

    operations = [
        *keys_of("OrganisationKey", "organisation_id"),
        *keys_of("EmployerKey", "employer_id"),
        *keys_of("OfficerKey", "officer_id"),
        migrations.RunSQL(READINGS, "DROP TABLE unions_reading;"),
        migrations.RunPython(fill_readings, migrations.RunPython.noop),  # the table itself goes
        migrations.RunSQL(SEARCH, SEARCH_GONE),
        *[migrations.RunSQL(*keep_search_keys(table, person)) for table, person in NAMED],
        migrations.RunSQL(REBUILD, REBUILD_GONE),
        index_of("organisationkey", "organisation_keys"),
        index_of("employerkey", "employer_keys"),
        index_of("officerkey", "officer_keys"),
        migrations.RemoveIndex(model_name="organisation", name="organisation_name_bigrams"),
        migrations.RunSQL(
            "DROP FUNCTION name_bigrams(text);",
            "CREATE FUNCTION name_bigrams(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS"
            " $$ SELECT array(SELECT substr(name, place, 2) FROM generate_series(1, length(name) - 1) AS place) $$;",
        ),
        migrations.AddIndex(
            "organisation",
            models.Index(fields=["credit_code"], name="organisation_credit_code", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            "officer",
            models.Index(condition=models.Q(("mobile", ""), _negated=True), fields=["mobile"], name="officer_mobile"),
        ),
    ]
