from django.urls import path

from hardship.views import documents
from hardship.views.portal import acts, applications, papers

# One row's number in each address; where it stands, that page asks for itself.
urlpatterns = [
    path("<int:union>/relief/", applications.portal_relief, name="portal-relief"),
    path("<int:union>/relief/apply/", applications.portal_relief_apply, name="portal-relief-apply"),
    path("relief/<int:reliefapplication>/", applications.portal_relief_application, name="portal-relief-application"),
    path("relief/<int:reliefapplication>/why/", applications.portal_relief_why, name="portal-relief-why"),
    path("relief/<int:reliefapplication>/submit/", acts.portal_relief_submit, name="portal-relief-submit"),
    path("relief/<int:reliefapplication>/agree/", acts.portal_relief_agree, name="portal-relief-agree"),
    path("relief/<int:reliefapplication>/back/", acts.portal_relief_back, name="portal-relief-back"),
    path("relief/<int:reliefapplication>/report/", acts.portal_relief_report, name="portal-relief-report"),
    path("relief/<int:reliefapplication>/withdraw/", acts.portal_relief_withdraw, name="portal-relief-withdraw"),
    path("relief/<int:reliefapplication>/resume/", acts.portal_relief_resume, name="portal-relief-resume"),
    path("relief/<int:reliefapplication>/consent/", acts.portal_relief_consent, name="portal-relief-consent"),
    path("relief/<int:reliefapplication>/papers/", papers.portal_relief_papers, name="portal-relief-papers"),
    path(
        "relief/<int:reliefapplication>/papers/<str:kind>/<int:person>/",
        papers.portal_relief_paper,
        name="portal-relief-paper",
    ),
    path("relief/papers/<int:document>/remove/", papers.portal_relief_paper_remove, name="portal-relief-paper-remove"),
    path("relief/papers/<int:document>/", documents.relief_document, name="relief-document"),
    path("relief/papers/<int:document>/small/", documents.relief_document_small, name="relief-document-small"),
]
