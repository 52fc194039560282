"""The queue's application and its timetable, in the county's time (CELERY_TIMEZONE)."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("shuangliang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Every task here may run twice, late, or die in the middle: it reads what is due from its rows.
app.conf.beat_schedule = {
    "monthly reports on the first": {
        "task": "campaigns.tasks.monthly_reports",
        "schedule": crontab(minute="0", hour="2", day_of_month="1"),
    },
    "monthly reports that were missed": {
        "task": "campaigns.tasks.monthly_reports",
        "schedule": crontab(minute="0"),
        "options": {"expires": 3600},
    },
    "figures of a large county": {
        "task": "config.tasks.keep_figures_ready",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "members entered twice": {
        "task": "members.tasks.find_duplicates",
        "schedule": crontab(minute="10", hour="4"),
    },
    "workbooks kept long enough": {
        "task": "accounts.tasks.delete_old_exports",
        "schedule": crontab(minute="30", hour="3"),
    },
    "audit packages kept long enough": {
        "task": "hardship.tasks.delete_old_audits",
        "schedule": crontab(minute="20", hour="3"),
    },
    "uploaded registers kept long enough": {
        "task": "registers.tasks.delete_old_files",
        "schedule": crontab(minute="25", hour="3"),
    },
    "print kits kept long enough": {
        "task": "unions.tasks.delete_old_prints",
        "schedule": crontab(minute="35", hour="3"),
    },
    "keys of forms sent long ago": {
        "task": "accounts.tasks.forget_sent_forms",
        "schedule": crontab(minute="40", hour="3"),
    },
    "pictures that belong to nothing": {
        "task": "config.tasks.delete_orphan_photos",
        "schedule": crontab(minute="45", hour="3"),
    },
    # Twice: a machine that sleeps at night passes on in the morning.
    "opinions not given in time": {
        "task": "hardship.tasks.pass_on_opinions",
        "schedule": crontab(minute="5", hour="0,8"),
    },
    # Twice: a machine that sleeps at night ends them in the morning.
    "notices whose days have passed": {
        "task": "hardship.tasks.end_notices",
        "schedule": crontab(minute="2", hour="0,8"),
    },
    # After the notices: in the morning again for a machine that sleeps at night.
    "outcomes not yet on the internet": {
        "task": "hardship.tasks.publish_outcomes",
        "schedule": crontab(minute="8", hour="0,8"),
    },
    "answers of what-ifs kept long enough": {
        "task": "hardship.tasks.forget_what_ifs",
        "schedule": crontab(minute="20", hour="3"),
    },
    "jobs that stand still": {
        "task": "accounts.tasks.sweep_jobs",
        "schedule": crontab(),
        "options": {"expires": 60},  # after a pause of the worker, one sweep is enough
    },
}
