"""Code lists of the member form (domain.md B4); labels are the forms' own words."""

from django.db import models


class IdKind(models.TextChoices):
    """证件类别 (registers.md §2)."""

    RESIDENT = "resident", "居民身份证"
    HONG_KONG_MACAO = "hong_kong_macao", "港澳居民来往内地通行证"
    TAIWAN = "taiwan", "台湾居民居住证"
    FOREIGN = "foreign", "外国人永久居留身份证"


class Employment(models.TextChoices):
    """就业状况."""

    ON_POST = "on_post", "在岗"
    LAID_OFF = "laid_off", "待（下）岗"
    UNEMPLOYED = "unemployed", "失业"
    RETIRED = "retired", "退休"
    RESIGNED = "resigned", "退职"
    EARLY_RETIRED = "early_retired", "退养（内退）"
    SICK_LEAVE = "sick_leave", "病休"
    OTHER = "other", "其他"


class Education(models.TextChoices):
    DOCTOR = "doctor", "博士"
    MASTER = "master", "硕士"
    BACHELOR = "bachelor", "本科"
    COLLEGE = "college", "大专"
    SECONDARY = "secondary", "中专"
    HIGH_SCHOOL = "high_school", "高中"
    MIDDLE_SCHOOL = "middle_school", "初中"
    PRIMARY = "primary", "小学及以下"


class SkillLevel(models.TextChoices):
    """技术等级 (职业资格)."""

    NONE = "none", "无"
    FIRST = "first", "职业资格一级（高级技师）"
    SECOND = "second", "职业资格二级（技师）"
    THIRD = "third", "职业资格三级（高级）"
    FOURTH = "fourth", "职业资格四级（中级）"
    FIFTH = "fifth", "职业资格五级（初级）"


class Hukou(models.TextChoices):
    """户籍类型."""

    AGRICULTURAL = "agricultural", "农业户口"
    NON_AGRICULTURAL = "non_agricultural", "非农业户口"


class PoliticalStatus(models.TextChoices):
    """政治面貌 (GB/T 4762)."""

    PARTY_MEMBER = "01", "中共党员"
    PROBATIONARY = "02", "中共预备党员"
    LEAGUE_MEMBER = "03", "共青团员"
    REVOLUTIONARY_COMMITTEE = "04", "民革党员"
    DEMOCRATIC_LEAGUE = "05", "民盟盟员"
    NATIONAL_CONSTRUCTION = "06", "民建会员"
    PROMOTING_DEMOCRACY = "07", "民进会员"
    PEASANTS_AND_WORKERS = "08", "农工党党员"
    ZHI_GONG = "09", "致公党党员"
    JIU_SAN = "10", "九三学社社员"
    TAIWAN_SELF_GOVERNMENT = "11", "台盟盟员"
    NO_PARTY = "12", "无党派人士"
    MASSES = "13", "群众"


# 会籍变化原因, the form's own (domain.md B4); others are written out.
CHANGE_REASONS = (
    "劳动（工作）关系发生变化",
    "在本单位下岗后待岗",
    "失业",
    "所在企业破产",
    "个人要求退会",
    "因犯罪被开除会籍",
)

# GB/T 3304: the 56 peoples in the order of their codes.
_PEOPLES = """
汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土
达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲
门巴 珞巴 基诺
""".split()  # noqa: SIM905 (a list of 56 strings is harder to read)

ETHNICITIES = [(f"{number:02d}", f"{name}族") for number, name in enumerate(_PEOPLES, 1)]
