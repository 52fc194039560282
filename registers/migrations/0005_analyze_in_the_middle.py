"""Statistics in the middle of a large import: ANALYZE is the owner's, and the application is not the owner."""

from django.db import migrations

ANALYZE = """
CREATE FUNCTION analyze_table(name text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('ANALYZE %I', name);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0004_faults_kept_gone")]

    operations = [migrations.RunSQL(ANALYZE, "DROP FUNCTION analyze_table(text)")]
