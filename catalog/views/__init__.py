"""Pages about products: the owner's and the visitors'."""

from catalog.views import (
    answers,
    channels,
    cuts,
    demands,
    digital_link,
    feeds,
    gaps,
    goods_lists,
    history,
    kinds,
    money,
    own_words,
    packs,
    photos,
    prints,
    public,
    rule_changes,
    selling,
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
    "cuts",
    "demands",
    "digital_link",
    "feeds",
    "gaps",
    "goods_lists",
    "history",
    "kinds",
    "money",
    "own_words",
    "packs",
    "photos",
    "prints",
    "public",
    "rule_changes",
    "selling",
    "sheets",
    "shelf",
    "wording",
]
