"""Reads of training: classes, their sheets, and what speaks against a day."""

from merchants.training.queries.classes import (
    card,
    course,
    courses,
    find_session,
    merchants_of,
    minutes_taught,
    places_held,
    places_of,
    places_to_plan,
    sessions_run_by,
    sheet,
    signed_up,
    trained,
    upcoming,
    waiting,
    waits_held,
)
from merchants.training.queries.worries import Wish, worries

__all__ = [
    "Wish",
    "card",
    "course",
    "courses",
    "find_session",
    "merchants_of",
    "minutes_taught",
    "places_held",
    "places_of",
    "places_to_plan",
    "sessions_run_by",
    "sheet",
    "signed_up",
    "trained",
    "upcoming",
    "waiting",
    "waits_held",
    "worries",
]
