from django.urls import path

from unions.views.portal import account, signing_in, welcome

urlpatterns = [
    path("login/", signing_in.portal_sign_in, name="portal-sign-in"),
    path("forgotten/", signing_in.portal_forgotten, name="portal-forgotten"),
    path("code/", welcome.portal_code, name="portal-code"),
    path("welcome/", welcome.portal_welcome_typed, name="portal-welcome-typed"),
    path("welcome/<str:link>/", welcome.portal_welcome, name="portal-welcome"),
    path("account/", account.portal_account, name="portal-account"),
    path("account/password/", account.portal_password, name="portal-password"),
    path("account/sessions/<int:number>/end/", account.portal_end_session, name="portal-end-session"),
    path("account/sessions/end-others/", account.portal_end_others, name="portal-end-others"),
    path("account/sign-out/", account.portal_sign_out, name="portal-sign-out"),
]
