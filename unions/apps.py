from django.apps import AppConfig


class UnionsConfig(AppConfig):
    name = "unions"
    verbose_name = "工会组织"

    def ready(self) -> None:
        from accounts import sealed  # noqa: PLC0415 (as above)
        from accounts.admin import book_query  # noqa: PLC0415 (models are loaded by now)
        from unions import jobs, keys, registers  # noqa: F401, PLC0415 (says who does the jobs, declares the registers)
        from unions.admin.book_places import records_of  # noqa: PLC0415 (as above)

        book_query.places.append(records_of)
        sealed.places.append(keys.OFFICERS)
        sealed.hanging.extend([keys.CONSENTS, keys.SLIPS])
