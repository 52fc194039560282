"""云岭县, the demonstration county: invented from end to end, division code 349999, which is assigned to nobody."""

COUNTY_CODE = "3499990000"
COUNTY_NAME = "云岭县总工会"
CHAIRS_UNION = "云岭青岚茶业有限公司工会"
CHAIRS_NAME = "沈文清"
PASSWORD = "yunling-demo-1"  # noqa: S105 (opens invented data only; a real start has no accounts at all)

# (username, password, role, organisation), as the launcher prints them; needs no Django.
ACCOUNTS: list[tuple[str, str, str, str]] = [
    ("admin", PASSWORD, "系统管理员", COUNTY_NAME),
    ("shenji", PASSWORD, "安全审计员", COUNTY_NAME),
    ("zuxuan", PASSWORD, "组宣部", COUNTY_NAME),
    ("quanyi", PASSWORD, "权益保障部", COUNTY_NAME),
    ("lingdao", PASSWORD, "分管领导", COUNTY_NAME),
    ("caiwu", PASSWORD, "财务", COUNTY_NAME),
    ("tianhe", PASSWORD, "乡镇工会干部", "天河镇工会联合会"),
    ("luoyan", PASSWORD, "乡镇工会干部", "落雁乡工会联合会"),
    ("kaifaqu", PASSWORD, "开发区工会干部", "云岭经济开发区工会"),
    ("zhuxi", PASSWORD, "基层工会主席", CHAIRS_UNION),
]
