"""What a product's card shows, from its row."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from catalog.rules import show_content


def content_of(row: Row[Any]) -> str:
    """Return how much is in it, as written on a card."""
    return show_content(None if row.content_milli is None else Decimal(row.content_milli) / 1000, row.content_unit)


def thumb_of(cover: Mapping[str, Any]) -> str:
    """Return the hash of the cover's small picture, or nothing."""
    return str(cover.get("thumb320", {}).get("sha256", ""))
