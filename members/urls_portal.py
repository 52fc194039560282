from django.urls import path

from members.views.portal import changes, check, details, enrol, forms, history, moves, roster, takeaway

# One row's number in each address; where it stands, that page asks for itself.
urlpatterns = [
    path("<int:union>/members/", roster.portal_members, name="portal-members"),
    path("<int:union>/members/join/", enrol.portal_enrol, name="portal-enrol"),
    path("<int:union>/members/check/", check.portal_roster_check, name="portal-roster-check"),
    path("<int:union>/members/download/", takeaway.portal_roster_download, name="portal-roster-download"),
    path("<int:union>/forms/", forms.portal_forms, name="portal-forms"),
    path("<int:union>/members/history/", history.portal_member_history, name="portal-member-history"),
    path("<int:union>/transfers/", moves.portal_transfers, name="portal-transfers"),
    path("members/<int:membership>/", roster.portal_member, name="portal-member"),
    path("members/<int:membership>/phone/", roster.portal_member_phone, name="portal-member-phone"),
    path("members/<int:membership>/change/", changes.portal_member_change, name="portal-member-change"),
    path("members/<int:membership>/details/", details.portal_member_details, name="portal-member-details"),
    path("members/<int:membership>/move/", changes.portal_member_move, name="portal-member-move"),
    path("members/<int:membership>/undo/", changes.portal_member_undo, name="portal-member-undo"),
    path("transfers/<int:transfer>/", moves.portal_transfer, name="portal-transfer"),
    path("checks/<int:rostercheck>/", check.portal_roster_checked, name="portal-roster-checked"),
]
