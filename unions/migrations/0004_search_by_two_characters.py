import django.contrib.postgres.indexes
from django.contrib.postgres.fields import ArrayField
from django.db import migrations
from django.db.models import Func, TextField


class NameBigrams(Func):
    """The pairs of neighbouring characters in a name; replaced by the search keys of 0007."""

    function = "name_bigrams"
    output_field = ArrayField(TextField())


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
            index=django.contrib.postgres.indexes.GinIndex(NameBigrams("name"), name="organisation_name_bigrams"),
        ),
    ]
