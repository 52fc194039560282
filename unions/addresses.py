"""Addresses that leave the screen: on slips, plaques and cards they must be whole and last."""

from django.conf import settings
from django.http import HttpRequest


def base_address(request: HttpRequest) -> str:
    """`https://sl.example.gov.cn`: the county's own (PUBLIC_BASE_URL), else the one this request came to."""
    return settings.PUBLIC_BASE_URL or request.build_absolute_uri("/").rstrip("/")
