"""The view that the register `members` compares a file with (members/models/roster.py)."""

from django.db import migrations, models

ROSTER = """
CREATE VIEW members_roster WITH (security_invoker = true) AS
SELECT s.id, s.member_id, s.union_id, s.employer_id, s.since, s.until, s.state, s.changed_on, s.reason,
       m.union_id AS home_id, m.id_kind, m.id_number_sealed, m.id_number_index, m.name, m.sex, m.born_on, m.ethnicity,
       m.employment, m.mobile, m.education, m.skill_level, m.political_status, m.native_place, m.hukou_type,
       m.is_migrant, m.is_dispatched
FROM members_membership s JOIN members_member m ON m.id = s.member_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_walls_and_book"),
    ]

    operations = [
        migrations.RunSQL(ROSTER, "DROP VIEW members_roster"),
        migrations.CreateModel(
            name="Roster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="入会日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="会籍终止日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("normal", "正常"),
                            ("retained", "保留"),
                            ("withdrawn", "退会"),
                            ("expelled", "除名"),
                            ("transferred", "转出"),
                            ("duplicate", "重复登记"),
                        ],
                        default="normal",
                        max_length=12,
                        verbose_name="会籍状态",
                    ),
                ),
                ("changed_on", models.DateField(blank=True, null=True, verbose_name="会籍变化日期")),
                ("reason", models.CharField(blank=True, max_length=100, verbose_name="会籍变化原因")),
                (
                    "id_kind",
                    models.CharField(
                        choices=[
                            ("resident", "居民身份证"),
                            ("hong_kong_macao", "港澳居民来往内地通行证"),
                            ("taiwan", "台湾居民居住证"),
                            ("foreign", "外国人永久居留身份证"),
                        ],
                        default="resident",
                        max_length=16,
                        verbose_name="证件类别",
                    ),
                ),
                (
                    "id_number_sealed",
                    models.CharField(blank=True, editable=False, max_length=120, verbose_name="证件号码"),
                ),
                ("id_number_index", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("name", models.CharField(max_length=64, verbose_name="姓名")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("male", "男"), ("female", "女")], max_length=6, verbose_name="性别"
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="出生日期")),
                (
                    "ethnicity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "汉族"),
                            ("02", "蒙古族"),
                            ("03", "回族"),
                            ("04", "藏族"),
                            ("05", "维吾尔族"),
                            ("06", "苗族"),
                            ("07", "彝族"),
                            ("08", "壮族"),
                            ("09", "布依族"),
                            ("10", "朝鲜族"),
                            ("11", "满族"),
                            ("12", "侗族"),
                            ("13", "瑶族"),
                            ("14", "白族"),
                            ("15", "土家族"),
                            ("16", "哈尼族"),
                            ("17", "哈萨克族"),
                            ("18", "傣族"),
                            ("19", "黎族"),
                            ("20", "傈僳族"),
                            ("21", "佤族"),
                            ("22", "畲族"),
                            ("23", "高山族"),
                            ("24", "拉祜族"),
                            ("25", "水族"),
                            ("26", "东乡族"),
                            ("27", "纳西族"),
                            ("28", "景颇族"),
                            ("29", "柯尔克孜族"),
                            ("30", "土族"),
                            ("31", "达斡尔族"),
                            ("32", "仫佬族"),
                            ("33", "羌族"),
                            ("34", "布朗族"),
                            ("35", "撒拉族"),
                            ("36", "毛南族"),
                            ("37", "仡佬族"),
                            ("38", "锡伯族"),
                            ("39", "阿昌族"),
                            ("40", "普米族"),
                            ("41", "塔吉克族"),
                            ("42", "怒族"),
                            ("43", "乌孜别克族"),
                            ("44", "俄罗斯族"),
                            ("45", "鄂温克族"),
                            ("46", "德昂族"),
                            ("47", "保安族"),
                            ("48", "裕固族"),
                            ("49", "京族"),
                            ("50", "塔塔尔族"),
                            ("51", "独龙族"),
                            ("52", "鄂伦春族"),
                            ("53", "赫哲族"),
                            ("54", "门巴族"),
                            ("55", "珞巴族"),
                            ("56", "基诺族"),
                        ],
                        max_length=2,
                        verbose_name="民族",
                    ),
                ),
                (
                    "employment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on_post", "在岗"),
                            ("laid_off", "待（下）岗"),
                            ("unemployed", "失业"),
                            ("retired", "退休"),
                            ("resigned", "退职"),
                            ("early_retired", "退养（内退）"),
                            ("sick_leave", "病休"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="就业状况",
                    ),
                ),
                ("mobile", models.CharField(blank=True, max_length=11, verbose_name="移动电话")),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("doctor", "博士"),
                            ("master", "硕士"),
                            ("bachelor", "本科"),
                            ("college", "大专"),
                            ("secondary", "中专"),
                            ("high_school", "高中"),
                            ("middle_school", "初中"),
                            ("primary", "小学及以下"),
                        ],
                        max_length=16,
                        verbose_name="学历",
                    ),
                ),
                (
                    "skill_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "无"),
                            ("first", "职业资格一级（高级技师）"),
                            ("second", "职业资格二级（技师）"),
                            ("third", "职业资格三级（高级）"),
                            ("fourth", "职业资格四级（中级）"),
                            ("fifth", "职业资格五级（初级）"),
                        ],
                        max_length=8,
                        verbose_name="技术等级",
                    ),
                ),
                (
                    "political_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "中共党员"),
                            ("02", "中共预备党员"),
                            ("03", "共青团员"),
                            ("04", "民革党员"),
                            ("05", "民盟盟员"),
                            ("06", "民建会员"),
                            ("07", "民进会员"),
                            ("08", "农工党党员"),
                            ("09", "致公党党员"),
                            ("10", "九三学社社员"),
                            ("11", "台盟盟员"),
                            ("12", "无党派人士"),
                            ("13", "群众"),
                        ],
                        max_length=2,
                        verbose_name="政治面貌",
                    ),
                ),
                ("native_place", models.CharField(blank=True, max_length=64, verbose_name="籍贯")),
                (
                    "hukou_type",
                    models.CharField(
                        blank=True,
                        choices=[("agricultural", "农业户口"), ("non_agricultural", "非农业户口")],
                        max_length=16,
                        verbose_name="户籍类型",
                    ),
                ),
                ("is_migrant", models.BooleanField(blank=True, null=True, verbose_name="是否农民工")),
                ("is_dispatched", models.BooleanField(blank=True, null=True, verbose_name="是否劳务派遣")),
            ],
            options={
                "verbose_name": "花名册",
                "verbose_name_plural": "花名册",
                "db_table": "members_roster",
                "managed": False,
            },
        ),
    ]
