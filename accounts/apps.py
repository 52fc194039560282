from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "账号与日志"

    def ready(self) -> None:
        import accounts.signals  # noqa: F401, PLC0415 (receivers; models are loaded by now)
