"""The public directory. `/u/<token>` stands on plaques: it stays as it is for ever."""

from django.urls import path

from unions.views import directory

urlpatterns = [
    path("", directory.directory, name="directory"),
    path("suggest/", directory.suggest, name="suggest"),
    path("bodies/", directory.bodies, name="bodies"),
    path("bodies/<slug:token>/", directory.body, name="body-page"),
    path("u/<slug:token>", directory.scan, name="scan"),
    path("u/<slug:token>/", directory.union_page, name="union-page"),
    path("robots.txt", directory.robots, name="robots"),
    path("sitemap.xml", directory.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", directory.sitemap_part, name="sitemap-part"),
]
