"""How personal numbers are shown unless somebody asks for the whole (roles.md)."""


def masked_id_number(value: str) -> str:
    """`340*************21` of 18 characters; shorter values keep three and two as well."""
    return value[:3] + "*" * (len(value) - 5) + value[-2:] if len(value) > 5 else "*" * len(value)


def masked_mobile(value: str) -> str:
    """`138****5678`; anything that is no 11-digit number is hidden but for its last two."""
    if len(value) == 11 and value.isdigit():
        return f"{value[:3]}****{value[-4:]}"
    return "*" * max(len(value) - 2, 0) + value[-2:] if value else ""
