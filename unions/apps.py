from django.apps import AppConfig


class UnionsConfig(AppConfig):
    name = "unions"
    verbose_name = "工会组织"

    def ready(self) -> None:
        from unions import registers  # noqa: F401, PLC0415 (declares this app's registers once models are loaded)
