"""Signing in: the right password, an active account, and an appointment that holds today."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class StandingBackend(ModelBackend):
    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and bool(user.standing)
