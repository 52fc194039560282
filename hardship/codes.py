"""The words of the forms (hardship.md §2, §7; domain.md B12): what a cell may say and what is stored are the same word."""

MARITAL = ("未婚", "已婚", "离异", "丧偶")
EMPLOYMENT_FORMS = ("正式职工", "派遣职工", "农民工")
STANDINGS = ("在岗", "下（待）岗", "失（无）业", "退休", "病休", "内退", "农民工")
MODEL_WORKERS = ("全国", "省部级", "地市级", "其他", "无")
RELATIONS = ("本人", "配偶", "子女", "父母", "兄弟姐妹", "其他")
CAUSES = (
    "本人大病",
    "供养直系亲属大病",
    "意外灾害",
    "残疾",
    "收入低无法维持基本生活",
    "下岗失业",
    "子女上学",
    "其他",
)
SINGLE_PARENT = "单亲"  # read from 是否单亲 and the household, a cause for a criterion only
# Offered in drop-downs, not imposed: the forms in use know more.
HEALTH = (
    "良好",
    "恶性肿瘤（癌症）",
    "心血管病",
    "脑血管病",
    "尿毒症/终末期肾病",
    "精神病",
    "肝病",
    "血液病",
    "糖尿病",
    "肿瘤病",
    "腰颈椎病",
    "高血压病",
    "肺病",
    "一般疾病",
    "残疾",
)
HOUSING = ("承租单位公房", "政府廉租房", "自购房", "租房", "自建房", "无房", "其他")
HUKOU = ("农业户口", "非农业户口")
INSURANCE = ("城镇职工医保", "城乡居民医保", "新农合", "商业保险", "未参保", "其他")
NATIONAL = ("深度困难", "相对困难", "意外致困")
RECIPIENTS = ("困难劳模", "特困职工", "农民工", "下岗工人", "困难职工", "坚守岗位职工")
