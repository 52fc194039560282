"""Codes of six digits that change every 30 seconds (RFC 6238). Pure: the moment comes in from outside."""

import hmac
import secrets
from datetime import datetime

import pyotp
import segno

ISSUER = "双亮"
SECONDS = 30
DIGITS = 6
# One step to either side: a phone's clock may be off by half a minute.
DRIFT = 1
RECOVERY_CODES = 10
# No letters or digits that are read for one another on paper.
PAPER_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_seed() -> str:
    """160 random bits, as authenticator apps take them."""
    return pyotp.random_base32()


def step_of(moment: datetime) -> int:
    return int(moment.timestamp()) // SECONDS


def matching_step(seed: str, code: str, at: datetime, after: int) -> int | None:
    """The step whose code this is, within DRIFT of the moment and later than `after`; None when there is none."""
    now = step_of(at)
    generator = pyotp.TOTP(seed)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        # Every step is compared, so that the time taken tells nothing.
        if hmac.compare_digest(generator.generate_otp(step), code) and step > after:
            found = step
    return found


def qr_image(seed: str, username: str) -> str:
    """A `data:` address of the QR code that an authenticator app reads; nothing is fetched from anywhere."""
    uri = pyotp.TOTP(seed).provisioning_uri(name=username, issuer_name=ISSUER)
    return str(segno.make(uri, error="m").svg_data_uri(scale=5, border=2))


def in_groups(seed: str) -> str:
    """The seed for typing by hand: groups of four."""
    return " ".join(seed[place : place + 4] for place in range(0, len(seed), 4))


def new_recovery_codes() -> list[str]:
    """Ten codes of about 49 random bits, `ABCDE-FGHJK`."""
    codes: set[str] = set()
    while len(codes) < RECOVERY_CODES:
        letters = "".join(secrets.choice(PAPER_LETTERS) for _ in range(10))
        codes.add(f"{letters[:5]}-{letters[5:]}")
    return sorted(codes)


def plain_code(typed: str) -> str:
    """What was typed, without blanks and dashes, full-width signs as their plain ones, letters large."""
    narrow = "".join(chr(ord(sign) - 0xFEE0) if 0xFF01 <= ord(sign) <= 0xFF5E else sign for sign in typed)
    return "".join(sign for sign in narrow.upper() if sign.isascii() and sign.isalnum())
