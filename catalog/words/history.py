"""What a change changed, in words: two states of a product told as lines, and the lines that differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.core.money import format_vnd
from app.web.languages import language
from catalog import families, rules
from catalog.channel_rules import Channel
from catalog.queries.revisions import Step
from catalog.rules import Axis, PhotoRole, Storage, Unit
from catalog.words.values import AXES, CHANNELS, STORAGES, roles_of

State = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One thing that a change changed; empty means that there was, or is, nothing."""

    label: str
    before: str
    after: str


def differences(step: Step) -> tuple[Difference, ...]:
    """Return what a change changed, in the order in which a product is told."""
    before, after = dict(_told(step.before)) if step.before else {}, dict(_told(step.after))
    labels = dict.fromkeys((*after, *before))
    found = [Difference(label, before.get(label, ""), after.get(label, "")) for label in labels]
    changed = [each for each in found if each.before != each.after]
    if step.before and not changed and step.before["photos"] != step.after["photos"]:
        return (Difference(_("Photos"), _("in another order"), _("in this order")),)
    return tuple(changed)


def _told(state: State) -> Iterator[tuple[str, str]]:
    answers = state["answers"]
    roles = roles_of(answers["family"], Unit(answers["content_unit"]) if answers["content_unit"] else None)
    yield _("Photos"), ", ".join(str(roles[PhotoRole(photo["role"])]) for photo in state["photos"])
    yield _("Name"), answers["name"]
    yield _("How much is in one pack"), _content(answers)
    yield _("Price"), _price(answers)
    yield _("How long it keeps"), _days(answers["shelf_life_days"])
    yield _("How to keep it"), str(STORAGES[Storage(answers["storage"])]) if answers["storage"] else ""
    yield _("Description"), answers["description"]
    yield _("Weight, packed"), _weight(answers)
    yield _("Size of the parcel"), _box(answers)
    yield _("What is in it"), answers["ingredients"]
    yield _("Bar code"), rules.short_gtin(answers["gtin"])
    yield _("Name in English"), answers["name_en"]
    yield _("Description in English"), answers["description_en"]
    yield from _kind(answers)
    yield from _packs(state)
    yield from _own_words(state)


def _kind(answers: State) -> Iterator[tuple[str, str]]:
    family = families.family(answers["family"])
    yield _("Kind of goods"), family.name(language()) if family else ""
    for attribute in family.attributes if family else ():
        value = answers["attrs"].get(attribute.key)
        yield attribute.label(language()), "" if value is None else attribute.write(value, language())


def _packs(state: State) -> Iterator[tuple[str, str]]:
    axes = [state["answers"][name] for name in ("axis_1", "axis_2")]
    yield _("Packs differ in"), ", ".join(str(AXES[Axis(axis)]) for axis in axes if axis)
    for pack in state["variants"]:
        label = " · ".join(option for option in (pack["option_1"], pack["option_2"]) if option)
        parts = (_price(pack), _content(pack), _weight(pack), rules.short_gtin(pack["gtin"]))
        yield _("Pack %(name)s", name=label), " · ".join(part for part in parts if part) or _("as the product")


def _own_words(state: State) -> Iterator[tuple[str, str]]:
    for own in state["overrides"]:
        channel = str(CHANNELS[Channel(own["channel"])])
        yield f"{channel}: {_('Name')}", own["title"]
        yield f"{channel}: {_('Description')}", own["description"]
        yield f"{channel}: {_('Price')}", _price(own)
        yield f"{channel}: {_('Category')}", own["category"]
        yield f"{channel}: {_('Photos')}", _("in an order of their own") if own["photo_order"] else ""


def _days(days: int | None) -> str:
    return _("%(days)d days", days=days) if days else ""


def _price(row: State) -> str:
    return format_vnd(row["price_vnd"]) if row["price_vnd"] else ""


def _weight(row: State) -> str:
    return f"{row['weight_g']} g" if row["weight_g"] else ""


def _box(row: State) -> str:
    sides = rules.box_sides(row.get("box_cm", ""))
    return f"{' × '.join(map(str, sides))} cm" if sides else ""


def _content(row: State) -> str:
    if not row["content_milli"]:
        return ""
    return rules.show_content(Decimal(row["content_milli"]) / 1000, Unit(row["content_unit"]))
