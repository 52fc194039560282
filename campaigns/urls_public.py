"""For everybody: the progress board, and whether a report is genuine."""

from django.urls import path

from campaigns import views

urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:number>/", views.verification, name="verification"),
]
