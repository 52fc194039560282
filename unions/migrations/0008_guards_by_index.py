from django.db import migrations

from unions.triggers import GUARD_TREE_BY_INDEX, GUARD_TREE_BY_JOIN


class Migration(migrations.Migration):
    dependencies = [("unions", "0007_search_keys")]

    operations = [migrations.RunSQL(GUARD_TREE_BY_INDEX, GUARD_TREE_BY_JOIN)]
