"""Big counties by SQL alone: unions with chairs, employers, honours and 24 months of display facts."""

from typing import Any

ORGANISATION = (
    "INSERT INTO unions_organisation (id, path, code, name, kind, parent_id, credit_code, approval_number,"
    " dissolved_why, address, phone, postcode, established_on) "
)
BODIES = 25
# Words that make names differ as real ones do, so that a search has something to find.
WORDS = [
    "茶业",
    "丝绸",
    "竹木",
    "机械",
    "电子",
    "建材",
    "药业",
    "旅游",
    "物流",
    "食品",
    "纺织",
    "农机",
    "能源",
    "化工",
    "印刷",
    "酒店",
]


def make(cursor: Any, unions: int, facts: bool = True) -> None:
    """A county of `unions` single grassroots unions under 25 bodies; about seven facts a union over 24 months.

    Ids: the county 1, the bodies 2 to 26, then the unions. Leaves statistics up to date.
    """
    cursor.execute("SET session_replication_role = replica")  # the guards and the book are not what is measured
    empty = "'', '', '', '', '', ''"
    cursor.execute(
        ORGANISATION
        + f"SELECT 1, '/1/', '3499990000', '云岭县总工会', 'county_federation', NULL, {empty}, '2000-01-01'"
    )
    cursor.execute(
        ORGANISATION + "SELECT n + 1, '/1/' || n + 1 || '/', (3499990100 + n)::text, '第' || n || '乡镇工会联合会',"
        f" 'township_union_federation', 1, {empty}, '2000-01-01' FROM generate_series(1, %s) n",
        [BODIES],
    )
    cursor.execute(
        ORGANISATION + f"SELECT n + 26, '/1/' || b || '/' || n + 26 || '/', (349999000000 + n)::text,"
        " '云岭' || (%(words)s::text[])[1 + n %% 16] || (%(words)s::text[])[1 + (n / 16) %% 16] || n || '公司工会',"
        f" 'grassroots_single', b, {empty}, date '2005-01-01' + (n %% 2000)"
        " FROM (SELECT n, 2 + n %% 25 AS b FROM generate_series(1, %(unions)s) n) x",
        {"words": WORDS, "unions": unions},
    )
    cursor.execute(
        "INSERT INTO unions_employer (credit_code, name, nature, size, industry, staff, body_id, union_id, address,"
        " legal_representative, phone) SELECT 'X' || n, '单位' || n, (ARRAY['110','170','170','170','300'])[1 + n %% 5],"
        " (ARRAY['small','medium','micro',''])[1 + n %% 4], '', 10, 2 + n %% 25, n + 26, '', '', ''"
        " FROM generate_series(1, %s) n",
        [unions],
    )
    cursor.execute(
        "INSERT INTO unions_honour (union_id, name, level, awarded_on, awarded_by) SELECT n + 26, '荣誉', 'city',"
        " '2011-01-01', '' FROM generate_series(1, %s, 20) n",
        [unions],
    )
    if facts:
        _officers_and_facts(cursor, unions)
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute("CALL search_rebuild()")
    cursor.execute("SELECT setval(pg_get_serial_sequence('unions_organisation', 'id'), %s)", [unions + 26])
    cursor.execute("VACUUM ANALYZE")


def _officers_and_facts(cursor: Any, unions: int) -> None:
    """A chair each, every fifth replaced after a year, every third union with a vice-chair."""
    officer = (
        "INSERT INTO unions_officer (union_id, name, post, elected_on, left_on, sex, id_number_sealed, id_number_index,"
        " political_status, education, full_time, employer_post, office_phone, mobile) SELECT n + 26, %s || n, %s,"
        " {since}, {until}, '', '', '', '', '', '', '', '', '' FROM generate_series(1, %s) n WHERE {which}"
    )
    for name, post, since, until, which in (
        ("前任", "chair", "'2012-01-01'", "'2013-05-01'", "n %% 5 = 0"),
        ("主席", "chair", "CASE WHEN n %% 5 = 0 THEN date '2013-05-01' ELSE '2012-01-01' END", "NULL::date", "true"),
        ("副主席", "vice_chair", "'2012-01-01'", "NULL::date", "n %% 3 = 0"),
    ):
        cursor.execute(officer.format(since=since, until=until, which=which), [name, post, unions])
    display = (
        "INSERT INTO unions_display (union_id, officer_id, item, way, starts_on, ends_on, verified_on, verified_by, content)"
        " SELECT x.union_id, x.officer_id, x.item, x.way, x.since,"
        " CASE WHEN mod(x.union_id, 7) = 0 THEN x.since + 200 END,"
        " CASE WHEN mod(x.union_id, 2) = 0 THEN x.since + 30 END, '', '' FROM ({facts}) x"
    )
    # Facts begin all over the 24 months from May 2012; a few unions hang a second plaque later.
    cursor.execute(
        display.format(
            facts="SELECT n + 26 AS union_id, NULL::bigint AS officer_id, i.item, i.way,"
            " date '2012-05-03' + (n * 7 + i.shift) %% 720 AS since FROM generate_series(1, %s) n,"
            " (VALUES ('sign', 'union_office', 0), ('office', 'canteen', 31)) i (item, way, shift)"
            " UNION ALL SELECT n + 26, NULL, 'sign', 'enterprise_front', date '2012-09-01' + n %% 600"
            " FROM generate_series(1, %s) n WHERE n %% 4 = 0"
        ),
        [unions, unions],
    )
    cursor.execute(
        display.format(
            facts="SELECT o.union_id, o.id AS officer_id, i.item, i.way,"
            " greatest(o.elected_on, date '2012-05-03' + mod(o.union_id * 5 + i.shift, 720)::int) AS since"
            " FROM unions_officer o,"
            " (VALUES ('identity', 'chest_card', 0), ('contact', 'canteen', 17)) i (item, way, shift)"
        )
    )
