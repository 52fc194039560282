"""帮扶公开: for everybody. Nothing here is indexed, and nothing stands longer than its period."""

from django.urls import path

from hardship.views import public

urlpatterns = [
    path("relief/", public.relief_notices, name="relief-notices"),
    path("relief/result/", public.relief_result, name="relief-result"),
    path("relief/<str:token>/", public.relief_notice, name="relief-notice"),
]
