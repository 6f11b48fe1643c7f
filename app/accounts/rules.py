"""Limits of signing in: how long, how often, how many tries."""

from datetime import datetime, timedelta

CODE_DIGITS = 6
CODE_TRIES = 5
CODE_LIFE = timedelta(minutes=15)
RESEND_AFTER = timedelta(seconds=60)
CODES_PER_HOUR = 3
PROOF_LIFE = timedelta(minutes=5)

OWN_PHONE_LIFE = timedelta(days=30)
OWN_PHONE_IDLE_MINUTES = 30 * 24 * 60
BORROWED_LIFE = timedelta(hours=2)
BORROWED_IDLE_MINUTES = 10
OFFICE_LIFE = timedelta(hours=10)
OFFICE_IDLE_MINUTES = 30


def is_too_old(sent_at: datetime, now: datetime) -> bool:
    """Whether a code has outlived its fifteen minutes."""
    return now - sent_at > CODE_LIFE


def wait_seconds(last_sent_at: datetime | None, now: datetime) -> int:
    """Return how long to wait before another code may be sent; 0 when it may be sent now."""
    if last_sent_at is None:
        return 0
    return max(0, int((last_sent_at + RESEND_AFTER - now).total_seconds()))


def code_words(code: str) -> str:
    """Write the message with a sign-in code: Vietnamese without marks, as every text message, and one part."""
    return f"Ma xac nhan: {code}. Dung trong 15 phut. Khong doc ma nay cho ai, ke ca can bo."
