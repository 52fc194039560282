from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "registers"
    verbose_name = "登记表导入导出"

    def ready(self) -> None:
        from registers import jobs  # noqa: F401, PLC0415 (says who does the jobs of this app)
