"""The chairs' notices and printed papers of relief, below /portal/."""

from django.urls import path

from hardship.views.portal import notices, objections, prints

urlpatterns = [
    path("<int:union>/relief/notices/", notices.portal_relief_notices, name="portal-relief-notices"),
    path("<int:union>/relief/notices/post/", notices.portal_relief_post, name="portal-relief-post"),
    path("relief/notices/<int:publicnotice>/", notices.portal_relief_notice, name="portal-relief-notice"),
    path(
        "relief/notices/<int:publicnotice>/photo/",
        notices.portal_relief_notice_photo,
        name="portal-relief-notice-photo",
    ),
    path(
        "relief/notices/<int:publicnotice>/report/",
        notices.portal_relief_notice_report,
        name="portal-relief-notice-report",
    ),
    path("relief/notices/<int:publicnotice>/end/", notices.portal_relief_notice_end, name="portal-relief-notice-end"),
    path("relief/notices/<int:publicnotice>/down/", notices.portal_relief_take_down, name="portal-relief-take-down"),
    path("relief/notices/<int:publicnotice>/object/", objections.portal_relief_object, name="portal-relief-object"),
    path("relief/objections/<int:objection>/", objections.portal_relief_objection, name="portal-relief-objection"),
    path(
        "relief/notices/<int:publicnotice>/print/", prints.portal_relief_print_notice, name="portal-relief-print-notice"
    ),
    path(
        "relief/notices/<int:publicnotice>/result/",
        prints.portal_relief_print_result,
        name="portal-relief-print-result",
    ),
    path("relief/files/<int:hardshipfile>/print/", prints.portal_relief_print_file, name="portal-relief-print-file"),
    path(
        "relief/applications/<int:reliefapplication>/print/",
        prints.portal_relief_print_application,
        name="portal-relief-print-application",
    ),
    path(
        "relief/applications/<int:reliefapplication>/receipt/",
        prints.portal_relief_print_receipt,
        name="portal-relief-print-receipt",
    ),
]
