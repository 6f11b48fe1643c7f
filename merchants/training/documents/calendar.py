"""A class as a file that a telephone's calendar takes in."""

from datetime import datetime, timedelta

from app.core import clock, settings
from merchants.training.rules import Card


def calendar_file(card: Card) -> bytes:
    """Return an iCalendar file with one class, and a reminder two hours ahead of it."""
    from icalendar import Alarm, Calendar, Event

    starts = datetime.combine(card.held_on, card.start_time, tzinfo=clock.VIETNAM)
    address = f"{settings.current().base_url}/lop-hoc/{card.id}"
    event = Event()
    event.add("uid", f"{card.id}@lensan")
    event.add("dtstamp", clock.now())
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=card.minutes))
    event.add("summary", card.title)
    event.add("location", ", ".join(part for part in (card.place_note, card.area_name) if part))
    event.add("description", f"Mang theo: {card.bring}" if card.bring else card.summary)
    event.add("url", address)
    event.add("status", "CANCELLED" if card.is_called_off else "CONFIRMED")
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", card.title)
    reminder.add("trigger", timedelta(hours=-2))
    event.add_component(reminder)
    book = Calendar()
    book.add("prodid", "-//Len San//Lop hoc//VI")
    book.add("version", "2.0")
    book.add_component(event)
    book.add_missing_timezones()
    return bytes(book.to_ical())
