"""A union's word that nobody of it applies, below /portal/."""

from django.urls import path

from hardship.views.portal import returns

urlpatterns = [path("<int:union>/relief/none/", returns.portal_relief_none, name="portal-relief-none")]
