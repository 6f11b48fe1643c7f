"""How values are written on a page: money, days, moments, percentages, telephone numbers."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from flask import Flask, request

from app.core import clock
from app.core.money import format_vnd
from app.core.phones import show_phone
from app.web.languages import language
from app.web.session import on_borrowed_phone


def vnd(amount: int) -> str:
    """Write an amount: ``120.000 ₫``, or ``120,000 ₫`` in English."""
    written = format_vnd(amount)
    return written.replace(".", ",") if _english() else written


def day(value: date | datetime) -> str:
    """Write a day as people do: ``12/09/2026``. An instant becomes its Vietnamese day."""
    on = clock.local(value).date() if isinstance(value, datetime) else value
    return f"{on:%d/%m/%Y}"


def moment(value: datetime) -> str:
    """Write an instant on a Vietnamese clock: ``08:05 12/09/2026``."""
    return f"{clock.local(value):%H:%M %d/%m/%Y}"


def pct(value: Decimal | float) -> str:
    """Write a percentage, given as 0 to 100: ``70,5 %``."""
    return f"{decimal(value)} %"


def decimal(value: Decimal | float) -> str:
    """Write a number with one place behind the comma: ``2,4``, or ``2.4`` in English."""
    rounded = f"{Decimal(str(value)).quantize(Decimal('0.1'), ROUND_HALF_UP)}"
    return rounded if _english() else rounded.replace(".", ",")


def count(value: int) -> str:
    """Write a whole number with its thousands: ``1.284``, or ``1,284`` in English."""
    if -1000 < value < 1000:  # a table has a thousand of them, and nothing to ask the language for
        return str(value)
    return f"{value:,}" if _english() else f"{value:,}".replace(",", ".")


def pair(outer: int | None, inner: int | None) -> tuple[int, int]:
    """Let two numbers through together, and refuse to draw one of them alone.

    Raises:
        ValueError: one half is missing; registered is not using, and neither is shown without the other.
    """
    if outer is None or inner is None:
        raise ValueError("A number without its pair is not drawn")
    return outer, inner


def in_language(wanted: str) -> str:
    """Return the query that shows this same page in a language, keeping what else was asked of it."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return "?" + urlencode([*kept, ("lang", wanted)])


def register(app: Flask) -> None:
    """Give the filters to templates."""
    app.jinja_env.filters.update(
        vnd=vnd, day=day, moment=moment, pct=pct, decimal=decimal, count_vi=count, phone=show_phone
    )
    app.jinja_env.globals["on_borrowed_phone"] = on_borrowed_phone
    app.jinja_env.globals.update(pair_of=pair, in_language=in_language)


def _english() -> bool:
    return language() == "en"
