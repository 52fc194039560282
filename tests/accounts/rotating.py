"""Settings of the test's own processes while keys are changed: both keys, the new one first."""

from config.settings.test import *  # noqa: F403
from tests.accounts.keyring_keys import BOTH

FIELD_KEYS = BOTH
