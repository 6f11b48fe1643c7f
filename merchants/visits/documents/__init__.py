"""The letter that thanks somebody for the hours of a month."""

from pathlib import Path

from app.core import settings
from app.core.documents import render_pdf
from merchants.visits import rules
from merchants.visits.rules import Month

_THANKS = Path(__file__).parent / "thanks.typ"


def thanks(name: str, month: Month) -> bytes:
    """Return the letter; it says what was given and compares nobody with anybody."""
    facts = {
        "title": "THƯ CẢM ƠN",
        "name": name,
        "month": f"tháng {month.on:%m/%Y}",
        "hours": rules.in_hours(month.minutes),
        "visits": str(month.visits),
        "classes": str(month.classes),
        "contact": settings.current().contact_phone,
    }
    return render_pdf(_THANKS, facts)
