from django.contrib import admin
from django.urls import include, path

from accounts import views as accounts
from config import health, pages

urlpatterns = [
    path("", include("unions.urls_directory")),
    path("", include("unions.urls_error_reports")),
    path("", include("campaigns.urls_public")),
    path("", include("hardship.urls_public")),
    path("home/", pages.home, name="home"),
    path("login/", accounts.sign_in, name="sign-in"),
    path("logout/", accounts.sign_out, name="sign-out"),
    path("password/", accounts.change_password, name="change-password"),
    path("second-step/", accounts.second_step, name="second-step"),
    path("second-step/enrol/", accounts.enrol, name="enrol"),
    path("account/", accounts.own_account, name="own-account"),
    path("account/recovery-codes/", accounts.recovery_codes, name="recovery-codes"),
    path("account/sessions/<int:number>/end/", accounts.end_session, name="end-session"),
    path("account/sessions/end-others/", accounts.end_other_sessions, name="end-other-sessions"),
    path("portal/token/", accounts.draft_token, name="draft-token"),
    path("portal/", include("unions.urls_entry")),
    path("portal/", include("unions.urls_portal")),
    path("portal/", include("members.urls_portal")),
    path("portal/", include("hardship.urls_files")),
    path("portal/", include("hardship.urls_notices")),
    path("portal/", include("hardship.urls_returns")),
    path("portal/", include("hardship.urls_portal")),
    path("photo/", include("unions.urls_photos")),
    path("portal/offline/", accounts.portal_offline, name="portal-offline"),
    path("portal/sw.js", accounts.service_worker, name="service-worker"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
