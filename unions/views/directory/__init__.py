from unions.views.directory.for_robots import robots, sitemap, sitemap_part
from unions.views.directory.lists import bodies, body, directory, suggest
from unions.views.directory.union import scan, union_page

__all__ = ["bodies", "body", "directory", "robots", "scan", "sitemap", "sitemap_part", "suggest", "union_page"]
