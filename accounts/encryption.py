"""Numbers that must not be read from a stolen dump: AES-256-GCM with the key's id in the value, and a blind index.

`FIELD_KEYS` is `id:base64[,id:base64…]`; the first key seals, all of them unseal. Blind indexes come of the key that
`FIELD_INDEX_KEY` names, of the last one where it names none. How keys are changed: docs/operators/keys.md.
"""

import base64
import binascii
import functools
import hashlib
import hmac
import os
from collections.abc import Callable

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


@functools.cache
def _cipher(configured: str, key_id: str) -> AESGCM:
    return AESGCM(_keys(configured)[key_id])


def seal(value: str, place: str) -> str:
    """The sealed text of a value; `place` (table.column) is bound in, so that it opens nowhere else."""
    return sealer(place)(value)


def sealer(place: str) -> Callable[[str], str]:
    """`seal` for many values of one place: the key is looked up once."""
    key_id = next(iter(_keys(settings.FIELD_KEYS)))
    encrypt, bound, prefix = _cipher(settings.FIELD_KEYS, key_id).encrypt, place.encode(), f"{key_id}:"

    def one(value: str) -> str:
        nonce = os.urandom(12)
        sealed = encrypt(nonce, value.encode(), bound)
        return prefix + binascii.b2a_base64(nonce + sealed, newline=False).decode()

    return one


def unseal(sealed: str, place: str) -> str:
    """The value again. Raises InvalidTag if it was tampered with or moved, KeyError if its key is not configured."""
    key_id, _, encoded = sealed.partition(":")
    raw = base64.b64decode(encoded)
    return _cipher(settings.FIELD_KEYS, key_id).decrypt(raw[:12], raw[12:], place.encode()).decode()


def unsealer(place: str) -> Callable[[str], str]:
    """`unseal` for many values of one place: each key is looked up once."""
    bound, ciphers = place.encode(), {key_id: _cipher(settings.FIELD_KEYS, key_id) for key_id in key_ids()}

    def one(sealed: str) -> str:
        key_id, _, encoded = sealed.partition(":")
        raw = binascii.a2b_base64(encoded)
        return ciphers[key_id].decrypt(raw[:12], raw[12:], bound).decode()

    return one


def key_ids() -> list[str]:
    """The keys there are, the one that seals first."""
    return list(_keys(settings.FIELD_KEYS))


def index_key_id() -> str:
    """The key that blind indexes are made with."""
    return settings.FIELD_INDEX_KEY or key_ids()[-1]


@functools.cache
def _index_key(configured: str, key_id: str) -> bytes:
    keys = _keys(configured)
    if key_id not in keys:
        raise ImproperlyConfigured("FIELD_INDEX_KEY must name one of the keys in FIELD_KEYS.")
    # A key of its own, so that neither says anything of the other.
    return hmac.new(keys[key_id], b"blind index", hashlib.sha256).digest()


def blind_index(value: str, key_id: str = "") -> str:
    """A keyed fingerprint for exact search and comparison; says nothing without the key.

    `key_id` asks for that of another key: only while the key of the index is changed.
    """
    return indexer(key_id)(value)


def indexer(key_id: str = "") -> Callable[[str], str]:
    """`blind_index` for many values."""
    key = _index_key(settings.FIELD_KEYS, key_id or index_key_id())
    return lambda value: hmac.digest(key, value.encode(), "sha256").hex()
