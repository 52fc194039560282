"""Why families of 云岭县 are in hardship: kinds of fate with what they earn and spend a year. Invented."""

from dataclasses import dataclass

Range = tuple[int, int]  # yuan a year, from and to
NONE: Range = (0, 0)


@dataclass(frozen=True)
class Ill:
    """`income` is the worker's; sums are dealt between the two ends."""

    weight: int
    cause: str
    income: Range
    words: str
    income_of_spouse: Range = (0, 9_600)
    others: tuple[str, ...] = ()
    own_illness: str = ""
    family_illness: str = ""
    disability: str = ""
    medical: Range = NONE
    loss: Range = NONE
    rigid: Range = NONE
    hard_after_aid: bool = False
    marital: str = ""


ILLS = (
    Ill(18, "本人大病", (26_000, 42_000), "患病后长期治疗，收入减少。", own_illness="恶性肿瘤（癌症）", medical=(21_000, 86_000),
        rigid=(12_000, 30_000)),
    Ill(10, "本人大病", (30_000, 48_000), "每周透析，不能上夜班。", own_illness="尿毒症/终末期肾病", medical=(8_000, 19_900),
        rigid=(9_000, 20_000)),
    Ill(16, "供养直系亲属大病", (32_000, 52_000), "家人住院，自费部分多。", family_illness="脑血管病", medical=(12_000, 52_000),
        rigid=(8_000, 24_000)),
    Ill(18, "子女上学", (30_000, 50_000), "两个学期的学费和住宿费负担重。", rigid=(8_000, 16_000), marital="已婚"),
    Ill(8, "残疾", (24_000, 38_000), "因工伤致残，只能做轻便工作。", disability="肢体三级", own_illness="残疾", rigid=(3_000, 8_000)),
    Ill(10, "收入低无法维持基本生活", (16_000, 31_000), "一人工作，全家开支。", hard_after_aid=True, rigid=(2_000, 6_000)),
    Ill(7, "意外灾害", (28_000, 46_000), "暴雨后房屋进水，家具家电受损。", loss=(20_500, 64_000), rigid=(2_000, 6_000)),
    Ill(5, "下岗失业", (6_000, 14_000), "单位停产后打零工。", hard_after_aid=True, income_of_spouse=(0, 18_000)),
    Ill(6, "子女上学", (22_000, 38_000), "独自抚养孩子。", marital="离异"),
    Ill(2, "其他", (24_000, 36_000), "老人常年需要护理。", family_illness="精神病"),
)  # fmt: skip
