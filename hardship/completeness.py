"""Is a file complete enough to be applied with (hardship.md §2: the starred columns)? Pure."""

from hardship.facts import Contents, FileFacts, PersonFacts

FILE_NEEDS = {
    "name": "姓名",
    "id_number": "身份证号",
    "marital_status": "婚姻状况",
    "employment_form": "用工形式",
    "standing": "身份",
    "health": "健康状况",
    "mobile": "手机号码",
    "address": "家庭住址",
    "main_cause": "主要致困原因",
}
PERSON_NEEDS = {"name": "姓名", "relation": "关系", "marital_status": "婚姻状况"}


def lacking(contents: Contents) -> list[str]:
    """What is missing, as words for a list; empty where nothing is."""
    return [*_of_file(contents.file), *_of_household(contents.household)]


def _of_file(file: FileFacts) -> list[str]:
    return [word for name, word in FILE_NEEDS.items() if not str(getattr(file, name)).strip()]


def _of_household(household: tuple[PersonFacts, ...]) -> list[str]:
    workers = sum(one.relation == "本人" for one in household)
    found = [] if workers == 1 else [f"家庭成员里关系为“本人”的一行（现有 {workers} 行）"]
    for number, one in enumerate(household, 1):
        found += [
            f"第 {number} 位家庭成员的{word}"
            for name, word in PERSON_NEEDS.items()
            if not str(getattr(one, name)).strip()
        ]
    return found
