"""What stands in each place: firms, joint unions, federations, communities; and who has been honoured."""

from datetime import timedelta

from config.demo import CHAIRS_UNION, COUNTY_CODE
from config.demo import names as words
from config.demo.calendar import workday
from config.demo.ground import DISSOLVED, HOW_MANY, NATURES, NO_UNION, NON_PUBLIC, STATE, Ground, Row, Union
from config.demo.names import Place


def fill(ground: Ground) -> None:
    """The county with all its places; the unions come in code order of their places."""
    ground.bodies()
    _direct(ground)
    for place in (*words.TOWNSHIPS, words.ZONE):
        _place(ground, place)
    _systems(ground)
    _dissolved(ground)
    _without_union(ground)
    for union in ground.unions:
        _honours(ground, union)


def _direct(ground: Ground) -> None:
    """Unions directly under the county; their employers stand in the county town."""
    town = words.TOWNSHIPS[0]
    for name in words.STATE_OWNED_DIRECT:
        ground.firm(town, name, "国有独资公司", "中型", "D", founded=ground.founded(11000), body=COUNTY_CODE)
    ground.firm(town, "云岭县财政局", "机关", "", "S", founded=ground.founded(11000), body=COUNTY_CODE)
    ground.firm(town, "云岭县公共资源交易中心", "其他事业单位", "", "S", body=COUNTY_CODE)


def _place(ground: Ground, place: Place) -> None:
    """So many unions as the place has, firms for the most part."""
    before, dice = len(ground.unions), ground.dice
    if place is words.TOWNSHIPS[0]:
        model = CHAIRS_UNION.removesuffix("工会")
        ground.taken.add(model)
        founded = workday(ground.today - timedelta(days=5200))
        ground.firm(place, model, "其他有限责任公司", "中型", "C", founded=founded)
        # Few enough for a roster that one goes through on a phone.
        ground.employers[-1] |= {"职工人数": 68, "女职工人数": 37, "农民工人数": 26, "劳务派遣工人数": 3}
    regions = [ground.union(place, name, "区域工会联合会") for name in _regions(place)]
    for industry in words.INDUSTRIES.get(place.name, ()):
        ground.union(place, f"{place.name}{industry}行业工会联合会", "行业工会联合会")
    for name in _communities(ground, place):
        _covers(ground, ground.union(place, f"{place.name}{name}工会", "村（社区）工会"))
    for number in range(1, 1 + max(1, place.unions // 22)):
        _covers(ground, ground.union(place, f"{place.name}第{'一二三四'[number - 1]}联合工会", "联合基层工会"))
    for name in dice.sample(words.CIVIL, 2 if place.name == "天河镇" else int(place.name == "白云镇")):
        ground.firm(place, f"{place.name}{name}", "民办非企业单位", "", "P")
    for name in words.STATE_OWNED.get(place.name, ()):
        nature = dice.choice(sorted(STATE)) if name.endswith("公司") else "国有企业"
        ground.firm(place, name, nature, ground.size(nature, place), "L", founded=ground.founded(12000))
    while len(ground.unions) - before < place.unions:
        _firm(ground, place, dice.choice(regions) if regions else None)


def _regions(place: Place) -> list[str]:
    """Larger townships have federations of an area below them."""
    if place.name == "天河镇":
        return ["天河镇城东片区工会联合会", "天河镇城西片区工会联合会"]
    if place is words.ZONE:
        return ["云岭经济开发区东区工会联合会"]
    return [f"{place.name}集镇片区工会联合会"] if place.unions >= 19 else []


def _communities(ground: Ground, place: Place) -> list[str]:
    """Two quarters of a large township, one village of a small one, none in the zone."""
    if place is words.ZONE:
        return []
    if place.unions > 30:
        return [f"{name}社区" for name in ground.dice.sample(words.QUARTERS, 2)]
    return [f"{ground.dice.choice(words.VILLAGES)}村"]


def _firm(ground: Ground, place: Place, region: Union | None) -> Union:
    """One more firm with its union; small ones may stand below the federation of their area."""
    nature = ground.dice.choices(NATURES, HOW_MANY)[0]
    name, trade = ground.name(place, nature)
    size = ground.size(nature, place)
    below = region is not None and size in ("小型", "微型") and ground.dice.random() < 0.3
    parent = region.code if region is not None and below else ""
    founded = ground.founded()
    if region is not None and below:
        founded = max(founded, region.row["建会日期"])
    return ground.firm(place, name, nature, size, trade, founded=founded, parent=parent)


def _covers(ground: Ground, union: Union) -> None:
    """The small employers that share one union."""
    for _ in range(ground.dice.randint(3, 6)):
        nature = ground.dice.choice(["私营企业", "私营企业", "个体经济组织"])
        name, trade = ground.name(union.place, nature)
        kind = "92" if nature == "个体经济组织" else "91"
        ground.employer(union.place, name, nature, "微型", trade, union.row, kind=kind)


def _systems(ground: Ground) -> None:
    """Schools and hospitals are no enterprises: their unions are registered and in no figure of the campaign."""
    for name in words.SCHOOLS:
        ground.firm(words.EDUCATION, name, "财政拨款的事业单位", "", "P", founded=ground.founded(11000))
    for name in words.HOSPITALS:
        ground.firm(words.HEALTH, name, "其他事业单位", "", "Q", founded=ground.founded(11000))
    ground.firm(words.HEALTH, "云岭县医药有限公司", "国有控股公司", "中型", "F", founded=ground.founded(11000))
    ground.firm(words.HEALTH, "云岭康禾大药房连锁有限公司", "私营企业", "中型", "F")


def _dissolved(ground: Ground) -> None:
    """Unions that are no more, some of them gone since the campaign began."""
    for number in range(DISSOLVED):
        union = _firm(ground, ground.dice.choice((*words.TOWNSHIPS[:-1], words.ZONE)), None)
        gone = workday(ground.today - timedelta(days=ground.dice.randint(40, 380 if number % 2 else 1700)))
        union.row["建会日期"] = since = gone - timedelta(days=ground.dice.randint(1500, 4000))
        union.row |= {"批复文号": f"云工〔{since.year}〕{number + 1}号", "批复日期": since - timedelta(days=5)}
        union.row |= {"撤销日期": gone, "撤销原因": ground.dice.choice(words.WHY_DISSOLVED)}
        ground.employers[-1]["注销日期"] = gone


def _without_union(ground: Ground) -> None:
    """Employers that have no union yet; a few of them closed for good."""
    for number in range(NO_UNION):
        place = ground.dice.choice((*words.TOWNSHIPS, words.ZONE, words.ZONE))
        nature = ground.dice.choices(NATURES, HOW_MANY)[0]
        name, trade = ground.name(place, nature)
        row = ground.employer(place, name, nature, ground.dice.choice(["小型", "小型", "微型"]), trade, None)
        if number % 16 == 0:
            row["注销日期"] = workday(ground.today - timedelta(days=ground.dice.randint(30, 700)))


def _honours(ground: Ground, union: Union) -> None:
    """What a union has been awarded; who holds an honour of city level or above comes first, and so does the state's."""
    dice, state = ground.dice, union.nature in STATE
    union.comes_first = state
    chance = 0.4 if state else {"大型": 0.4, "中型": 0.24, "小型": 0.06}.get(union.size, 0.04)
    given: set[str] = set()
    while dice.random() < chance or (union.is_model and not given):
        level = "市级" if union.is_model else dice.choices(tuple(words.HONOURS), (38, 42, 15, 5))[0]
        age = (ground.today - union.row["建会日期"]).days
        awarded = workday(ground.today - timedelta(days=dice.randint(30, max(40, min(age - 300, 5600)))))
        chance *= 0.3
        # An honour of the campaign itself before the campaign, or one twice, would be no honour.
        names = [name for name in words.HONOURS[level] if awarded > ground.span.day(200) or "双亮" not in name]
        name = dice.choice(names)
        if name in given or awarded <= union.row["建会日期"] or awarded >= union.row.get("撤销日期", ground.today):
            continue
        given.add(name)
        row: Row = {
            "工会编码": union.code,
            "荣誉名称": name,
            "级别": level,
            "授予日期": awarded,
            "授予单位": words.AWARDED_BY[level],
        }
        if dice.random() < 0.07 and not union.is_model:
            row["撤销日期"] = min(awarded + timedelta(days=dice.randint(300, 1500)), ground.today)
        elif level != "县级" and union.nature in NON_PUBLIC and awarded < ground.span.day(500):
            union.comes_first = True
        ground.honours.append(row)
