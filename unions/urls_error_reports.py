"""发现信息有误: the form on a union's page, and the receipt's page."""

from django.urls import path

from unions.views import error_reports

urlpatterns = [
    path("u/<slug:token>/wrong/", error_reports.report_error, name="report-error"),
    path("wrong/", error_reports.find_error_report, name="find-error-report"),
    path("wrong/<slug:receipt>/", error_reports.error_report, name="error-report"),
]
