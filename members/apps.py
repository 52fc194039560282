from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "会员"

    def ready(self) -> None:
        from accounts import sealed  # noqa: PLC0415 (models are loaded by now)
        from accounts.duties import Duty  # noqa: PLC0415 (once the apps below are loaded)
        from members import keys, registers  # noqa: F401, PLC0415 (as above; declares the registers)
        from members.views.portal.items import items  # noqa: PLC0415 (models are loaded by now)
        from unions.further import tell_by  # noqa: PLC0415 (as above)
        from unions.operations.undoing import undoes  # noqa: PLC0415 (as above)

        tell_by(items)
        undoes(
            {"members.merge": ("合并会员", Duty.SETTLE_DUPLICATES)},
            {
                "members_member": "union__path",
                "members_membership": "union__path",
                "members_duplicate": "first__union__path",
            },
        )
        sealed.places.append(keys.NUMBERS)
        sealed.hanging.append(keys.PRINTS)
