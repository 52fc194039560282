from django.apps import AppConfig


class HardshipConfig(AppConfig):
    name = "hardship"
    verbose_name = "帮扶"

    def ready(self) -> None:
        from accounts import sealed  # noqa: PLC0415 (models are loaded by now)
        from hardship import jobs, keys, registers, what_if_job  # noqa: F401, PLC0415 (as above; who does the jobs, which register there is)
        from hardship.views.portal.items import items  # noqa: PLC0415 (models are loaded by now)
        from hardship.views.portal.reminders import reminders  # noqa: PLC0415 (as above)
        from unions.further import tell_by  # noqa: PLC0415 (as above)

        tell_by(items)
        tell_by(reminders)
        sealed.places.extend(keys.PLACES)
        sealed.hanging.extend([keys.WORKERS, keys.SEALS])
