"""The faults that runs kept as JSON become rows. Data only; nothing happens on a new installation."""

from django.db import migrations

MOVE = """
INSERT INTO registers_importfault (run_id, "row", "column", code, value, message)
SELECT r.id, (f->>'row')::int, left(f->>'column', 64), f->>'code', coalesce(f->>'value', ''), f->>'message'
FROM registers_importrun r, jsonb_array_elements(r.faults_kept) WITH ORDINALITY AS kept (f, place)
ORDER BY r.id, place;
UPDATE registers_importrun r SET
    bad_rows = (SELECT count(DISTINCT "row") FROM registers_importfault f WHERE f.run_id = r.id),
    fault_kinds = coalesce((
        SELECT jsonb_agg(jsonb_build_object('code', k.code, 'count', k.n, 'columns', k.columns) ORDER BY k.n DESC)
        FROM (
            SELECT c.code, sum(c.n) AS n, jsonb_agg(jsonb_build_array(c.column, c.n) ORDER BY c.n DESC) AS columns
            FROM (
                SELECT code, "column", count(*) AS n FROM registers_importfault WHERE run_id = r.id GROUP BY 1, 2
            ) c GROUP BY c.code
        ) k
    ), '[]'::jsonb)
WHERE fault_count > 0;
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_rounds")]

    # Going back, the JSON is still there until 0004 takes it away.
    operations = [migrations.RunSQL(MOVE, migrations.RunSQL.noop)]
