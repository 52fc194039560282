from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "活动与通报"

    def ready(self) -> None:
        from campaigns import asking, jobs, previews  # noqa: F401, PLC0415 (says who does the jobs of this app)
        from unions.asked import ask_by  # noqa: PLC0415
        from unions.previews import show_figures_of  # noqa: PLC0415

        ask_by(asking.asks)
        show_figures_of(previews.figures_on)
