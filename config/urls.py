from django.contrib import admin
from django.urls import path

from accounts import views as accounts
from config import health, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("login/", accounts.sign_in, name="sign-in"),
    path("logout/", accounts.sign_out, name="sign-out"),
    path("password/", accounts.change_password, name="change-password"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
