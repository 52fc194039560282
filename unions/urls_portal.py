from django.urls import path

from unions.views.portal import details, displays, elections, history, home, items, prints, remove_photo

# One row's number in each address; where it stands, that page asks for itself.
urlpatterns = [
    path("", home.portal, name="portal"),
    path("<int:union>/", home.portal_home, name="portal-home"),
    path("<int:union>/confirm/", home.portal_confirm, name="portal-confirm"),
    path("<int:union>/union/", items.portal_union, name="portal-union"),
    path("<int:union>/office/", details.portal_office, name="portal-office"),
    path("<int:union>/receipt/", history.portal_receipt, name="portal-receipt"),
    path("<int:union>/history/", history.portal_history, name="portal-history"),
    path("<int:union>/elections/", elections.portal_elections, name="portal-elections"),
    path("<int:union>/elections/report/", elections.portal_elect, name="portal-elect"),
    path("<int:union>/prints/", prints.portal_prints, name="portal-prints"),
    path("<int:union>/prints/pdf/", prints.portal_print, name="portal-print"),
    path("<int:union>/items/<str:item>/", items.portal_item, name="portal-item"),
    path("elections/<int:electionreport>/", elections.portal_election, name="portal-election"),
    path("officers/<int:officer>/phones/", details.portal_phones, name="portal-phones"),
    path("officers/<int:officer>/consent/", details.portal_consent, name="portal-consent"),
    path("officers/<int:officer>/items/<str:item>/", items.portal_officer_item, name="portal-officer-item"),
    path("displays/<int:display>/", displays.portal_display, name="portal-display"),
    path("photos/<int:photo>/remove/", remove_photo.portal_remove_photo, name="portal-remove-photo"),
    path("displays/<int:display>/end/", displays.portal_end, name="portal-end"),
    path("displays/<int:display>/mend/", displays.portal_mend, name="portal-mend"),
    path("farewell/", elections.portal_farewell, name="portal-farewell"),
]
