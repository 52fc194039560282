from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "活动与通报"

    def ready(self) -> None:
        from campaigns import jobs  # noqa: F401, PLC0415 (says who does the jobs of this app)
