from django.contrib import admin
from django.urls import path

from accounts import views as accounts
from config import health, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("login/", accounts.sign_in, name="sign-in"),
    path("logout/", accounts.sign_out, name="sign-out"),
    path("password/", accounts.change_password, name="change-password"),
    path("second-step/", accounts.second_step, name="second-step"),
    path("second-step/enrol/", accounts.enrol, name="enrol"),
    path("account/", accounts.own_account, name="own-account"),
    path("account/recovery-codes/", accounts.recovery_codes, name="recovery-codes"),
    path("account/sessions/<int:number>/end/", accounts.end_session, name="end-session"),
    path("account/sessions/end-others/", accounts.end_other_sessions, name="end-other-sessions"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
