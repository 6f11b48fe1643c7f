"""What a list does to one product: nothing, begin it, change so much of it, or go back with what is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID

from app.core.text import fold, line
from catalog import families, rules
from catalog.goods_lists import cells
from catalog.goods_lists.columns import OF_FAMILY, Column, labels
from catalog.goods_lists.reading import EMPTY, Problem, Wanted, WantedPack, answers_of
from catalog.models import Product, ProductVariant
from catalog.states import ItemVerdict

Change = tuple[str, str, str]
# What a product answers for its packs.
_LENT = ("price_vnd", "content_milli", "content_unit", "weight_g")


class Named(Protocol):
    """A product by everything that a list may call it."""

    id: UUID
    sku: str
    slug: str
    name_fold: str


class Shelf:
    """A maker's products by what a list may call them, and the new ones that a list has told of so far."""

    def __init__(self, products: Iterable[Named], *, most: int) -> None:
        self._by_code: dict[str, UUID] = {}
        # By address and by folded name; what several are called names none of them.
        self._by_name: dict[str, set[UUID]] = defaultdict(set)
        self.new_names: set[str] = set()
        self.room = most
        for each in products:
            self._by_code.setdefault(each.sku.casefold(), each.id)
            self._by_name[f"/{each.slug}"].add(each.id)
            self._by_name[each.name_fold].add(each.id)
            self.room -= 1

    def find(self, wanted: Wanted) -> UUID | None:
        """Return the product that some rows are about."""
        by_code = self._by_code.get(wanted.code.casefold())
        if by_code is not None:
            return by_code
        names = (f"/{wanted.group.casefold()}" if wanted.group else "", fold(wanted.name))
        same = {each for name in names if name for each in self._by_name.get(name, ())}
        return same.pop() if len(same) == 1 else None

    def note(self, plan: "Plan") -> None:
        """Count a plan in, so that the next ones are held against the shelf as it then will be."""
        if plan.verdict is ItemVerdict.NEW:
            self.room -= 1
            self.new_names.add(fold(plan.name))


@dataclass
class Plan:
    """What is to be done about one product."""

    name: str
    verdict: ItemVerdict = ItemVerdict.SAME
    product: Product | None = None
    # Under the names of the columns of a product; only what changes.
    answers: dict[str, Any] = field(default_factory=dict)
    packs: list[tuple[ProductVariant | None, WantedPack]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def plan_for(wanted: Wanted, product: Product | None, shelf: Shelf) -> Plan:
    """Say what some rows do to the product they are about; none means one that is not on the shelf yet."""
    plan = Plan(wanted.name or (product.name if product else wanted.code), product=product)
    plan.problems += wanted.problems
    _plan_answers(plan, wanted)
    _plan_family(plan, wanted)
    _plan_packs(plan, wanted)
    if product is None:
        plan.problems += _refused_as_new(wanted, shelf)
    if plan.problems:
        plan.verdict, plan.changes = ItemVerdict.WRONG, []
    elif product is None:
        plan.verdict = ItemVerdict.NEW
    elif plan.answers or plan.packs:
        plan.verdict = ItemVerdict.CHANGED
    return plan


def _refused_as_new(wanted: Wanted, shelf: Shelf) -> Iterator[Problem]:
    first = wanted.rows[0]
    if not wanted.name and wanted.code:
        # A code that nothing here has: it comes from somewhere else, or was typed wrongly.
        yield Problem(first, Column.CODE, "unknown")
    elif not wanted.name and not any(each.column == Column.NAME for each in wanted.problems):
        yield Problem(first, Column.NAME, "needed")
    elif wanted.name and fold(wanted.name) in shelf.new_names:
        yield Problem(first, Column.NAME, "twice")
    if shelf.room < 1:
        yield Problem(first, Column.NAME, "full", {"most": rules.MAX_PRODUCTS})


def _plan_answers(plan: Plan, wanted: Wanted) -> None:
    answers = dict(wanted.answers)
    before = {name: _now(plan.product, name) for name in answers}
    lowest = wanted.lowest_pack_price
    if "price_vnd" not in answers and lowest and _now(plan.product, "price_vnd") is None:
        answers["price_vnd"], before["price_vnd"] = lowest, None
    plan.answers = {name: value for name, value in answers.items() if _plain(value) != _plain(before[name])}
    contents = {"content_milli", "content_unit"} & set(plan.answers)
    if contents:
        old = cells.write_content(_now(plan.product, "content_milli"), _now(plan.product, "content_unit"))
        new = cells.write_content(answers["content_milli"], answers["content_unit"])
        plan.changes.append((labels()[Column.CONTENT], old, new))
    plan.changes += [
        (labels()[name], _shown(before[name]), _shown(value))
        for name, value in plan.answers.items()
        if name not in contents
    ]


def _plan_family(plan: Plan, wanted: Wanted) -> None:
    now = str(_now(plan.product, "family") or "")
    key = wanted.family or now
    asked, problems = answers_of(key, wanted.attrs, wanted.rows[0])
    plan.problems += problems
    held = dict(plan.product.attrs) if plan.product else {}
    kept = families.fitting(key, held) if key != now else held
    told = {name: value for name, value in (kept | asked).items() if value is not None}
    if key != now:
        plan.answers["family"] = key
        family = families.family(key)
        plan.changes.append((labels()[Column.FAMILY], now, family.name_vi if family else ""))
    if told != held:
        plan.answers["attrs"] = told
        plan.changes += [
            (labels().get(f"{OF_FAMILY}{name}", name), _shown(held.get(name)), _shown(told.get(name)))
            for name in dict.fromkeys((*held, *told))
            if held.get(name) != told.get(name)
        ]


def _plan_packs(plan: Plan, wanted: Wanted) -> None:
    there: Sequence[ProductVariant] = plan.product.variants if plan.product else ()
    axes = [axis for axis in (plan.product.axis_1, plan.product.axis_2) if axis] if plan.product else []
    for pack in wanted.packs:
        if axes and len(pack.options) != len(axes):
            plan.problems.append(Problem(pack.row, Column.OPTION_1, "option"))
            continue
        known = _pack_of(there, pack)
        changed = pack
        if known is not None:
            answers = {name: value for name, value in pack.answers.items() if value != _held(plan, known, name)}
            changed = replace(pack, answers=answers)
        if known is None or changed.answers or known.options != pack.options:
            plan.packs.append((known, changed))
            plan.changes.append(
                (labels()[Column.OPTION_1], " · ".join(known.options) if known else "", _pack_says(pack))
            )
    if plan.packs and not axes:
        names = [*wanted.axes, ""][:2]
        plan.answers |= {f"axis_{number}": name for number, name in enumerate(names, start=1) if name}
    if len(there) + sum(known is None for known, _pack in plan.packs) > rules.MAX_VARIANTS:
        plan.problems.append(Problem(wanted.rows[0], Column.OPTION_1, "packs", {"most": rules.MAX_VARIANTS}))


def _held(plan: Plan, known: ProductVariant, name: str) -> Any:
    """Return what a pack says, or the product for it: other shops write for every pack what is the same for all."""
    own = _now(known, name)
    if own is not None or name not in _LENT:
        return own
    return plan.answers.get(name, _now(plan.product, name))


def _pack_of(there: Sequence[ProductVariant], pack: WantedPack) -> ProductVariant | None:
    by_code = next((each for each in there if pack.code and each.sku.casefold() == pack.code.casefold()), None)
    return by_code or next((each for each in there if each.options == pack.options), None)


def _pack_says(pack: WantedPack) -> str:
    price = pack.answers.get("price_vnd")
    return " · ".join((*pack.options, f"{price:,}".replace(",", ".") if price else "")).removesuffix(" · ")


def _now(row: Product | ProductVariant | None, name: str) -> Any:
    if row is not None:
        return getattr(row, name)
    return EMPTY.get(name, None if name == "price_vnd" else "")


def _plain(value: Any) -> Any:
    """Return what is compared: spaces at the ends of lines, and empty lines, are lost in spreadsheets."""
    return [each for each in map(line, value.split("\n")) if each] if isinstance(value, str) else value


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return cells.STORAGES.get(value, str(value))
