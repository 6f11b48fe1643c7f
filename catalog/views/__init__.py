"""Pages about products: the owner's and the visitors'."""

from catalog.views import (
    answers,
    channels,
    demands,
    digital_link,
    feeds,
    history,
    kinds,
    money,
    own_words,
    packs,
    photos,
    public,
    rule_changes,
    sheets,
    shelf,
    wording,
)
from catalog.views.blueprint import bp, public_bp

blueprints = [bp, public_bp]

__all__ = [
    "answers",
    "blueprints",
    "channels",
    "demands",
    "digital_link",
    "feeds",
    "history",
    "kinds",
    "money",
    "own_words",
    "packs",
    "photos",
    "public",
    "rule_changes",
    "sheets",
    "shelf",
    "wording",
]
