"""Numbers that must not be read from a stolen dump: AES-256-GCM with the key's id in the value, and a blind index.

`FIELD_KEYS` is `id:base64[,id:base64…]`; the first key seals, all of them unseal.
"""

import base64
import functools
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@functools.cache
def _keys(configured: str) -> dict[str, bytes]:
    keys = {}
    for part in configured.split(","):
        key_id, _, encoded = part.strip().partition(":")
        key = base64.b64decode(encoded)
        if not key_id or len(key) != 32:
            raise ImproperlyConfigured("FIELD_KEYS must be id:base64 of 32 bytes, separated by commas.")
        keys[key_id] = key
    return keys


def seal(value: str, place: str) -> str:
    """The sealed text of a value; `place` (table.column) is bound in, so that it opens nowhere else."""
    keys = _keys(settings.FIELD_KEYS)
    key_id = next(iter(keys))
    nonce = os.urandom(12)
    sealed = AESGCM(keys[key_id]).encrypt(nonce, value.encode(), place.encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, place: str) -> str:
    """The value again. Raises InvalidTag if it was tampered with or moved, KeyError if its key is not configured."""
    key_id, _, encoded = sealed.partition(":")
    raw = base64.b64decode(encoded)
    return AESGCM(_keys(settings.FIELD_KEYS)[key_id]).decrypt(raw[:12], raw[12:], place.encode()).decode()


@functools.cache
def _index_key(configured: str) -> bytes:
    # Its own key, derived from the oldest one so that adding a key does not change the index.
    oldest = list(_keys(configured).values())[-1]
    return hmac.new(oldest, b"blind index", hashlib.sha256).digest()


def blind_index(value: str) -> str:
    """A keyed fingerprint for exact search and comparison; says nothing without the key."""
    return hmac.new(_index_key(settings.FIELD_KEYS), value.encode(), hashlib.sha256).hexdigest()
