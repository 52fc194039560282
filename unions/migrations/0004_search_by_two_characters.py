import django.contrib.postgres.indexes
from django.db import migrations

import unions.querysets

FUNCTION = """
CREATE FUNCTION name_bigrams(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT array(SELECT substr(name, place, 2) FROM generate_series(1, length(name) - 1) AS place) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("unions", "0003_organisation_name_search")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION name_bigrams(text);"),
        migrations.RemoveIndex(model_name="organisation", name="organisation_name"),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                unions.querysets.NameBigrams("name"), name="organisation_name_bigrams"
            ),
        ),
    ]
