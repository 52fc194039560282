"""Pictures that look alike are found by an index: of two that differ in 8 bits at most, one of 9 bands of bits is the same."""

from django.db import migrations

MAKE = """
CREATE FUNCTION photo_bands(looks text) RETURNS integer[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
    -- Each band's number before its 7 bits; the last of the 64 bits stands in none. Eight differences touch eight bands.
    SELECT array(SELECT band * 128 + (('x' || looks)::bit(64) << (band * 7))::bit(7)::integer FROM generate_series(0, 8) band)
$$;
CREATE INDEX photo_bands ON unions_photo USING gin (photo_bands(looks));
"""
DROP = "DROP INDEX photo_bands; DROP FUNCTION photo_bands(text);"


class Migration(migrations.Migration):
    dependencies = [("unions", "0010_portal_and_directory")]

    operations = [migrations.RunSQL(MAKE, DROP)]
