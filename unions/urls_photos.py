from django.urls import path

from unions.views import photos

urlpatterns = [
    path("<int:photo>/", photos.photo, name="photo"),
    path("<int:photo>/small/", photos.small_photo, name="photo-small"),
]
