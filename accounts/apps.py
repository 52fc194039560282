from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "账号与日志"

    def ready(self) -> None:
        import accounts.signals  # noqa: F401, PLC0415 (receivers; models are loaded by now)
        from accounts import sealed, wall  # noqa: PLC0415 (as above)
        from accounts.operations.keys import FACTORS, RECOVERY_CODES  # noqa: PLC0415

        sealed.places.append(FACTORS)
        sealed.hanging.append(RECOVERY_CODES)
        connection_created.connect(wall.stand_before)
