"""What every page knows about the installation."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from unions.models import Kind, Organisation

SECONDS_KEPT = 60


def county_name() -> str:
    """The county federation's name, kept for a minute; 县总工会 while the county is not set up."""
    name = cache.get("county_name")
    if name is None:
        county = Organisation.objects.everywhere("the installation's own name").filter(kind=Kind.COUNTY_FEDERATION)
        name = county.values_list("name", flat=True).first() or ""
        cache.set("county_name", name, SECONDS_KEPT)
    return str(name) or "县总工会"


def installation(request: HttpRequest) -> dict[str, object]:
    return {"demonstration": settings.DEMONSTRATION, "county_name": county_name()}
