"""困难职工档案 on the chairs' phones, below /portal/."""

from django.urls import path

from hardship.views.portal import file_edit, file_end, files

urlpatterns = [
    path("<int:union>/relief/files/", files.portal_relief_files, name="portal-relief-files"),
    path("<int:union>/relief/files/open/", file_edit.portal_relief_file_open, name="portal-relief-file-open"),
    path("relief/files/<int:hardshipfile>/", files.portal_relief_file, name="portal-relief-file"),
    path("relief/files/<int:hardshipfile>/whole/", files.portal_relief_file_whole, name="portal-relief-file-whole"),
    path("relief/files/<int:hardshipfile>/edit/", file_edit.portal_relief_file_edit, name="portal-relief-file-edit"),
    path("relief/files/<int:hardshipfile>/review/", files.portal_relief_file_review, name="portal-relief-file-review"),
    path("relief/files/<int:hardshipfile>/out/", file_end.portal_relief_file_out, name="portal-relief-file-out"),
    path("relief/files/<int:hardshipfile>/close/", file_end.portal_relief_file_close, name="portal-relief-file-close"),
    path("relief/files/<int:hardshipfile>/back/", file_end.portal_relief_file_back, name="portal-relief-file-back"),
    path(
        "relief/files/<int:hardshipfile>/relapse/",
        file_end.portal_relief_file_relapse,
        name="portal-relief-file-relapse",
    ),
]
