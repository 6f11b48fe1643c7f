"""Finding dossiers: exact words first, then words that begin so, then words that are near, always within one's area."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, column, or_, select, table, text

from app.core import areas
from app.core.db import db, within
from app.core.phones import show_phone
from app.policy import Actor, Permission, areas_for
from merchants.models import Merchant
from merchants.rules import Craft
from merchants.search import rules
from merchants.search.models import MerchantSearch, SearchWord
from merchants.states import Stage

SHOWN = 50
_READ = 200  # enough to put the best fifty first
_MOST_NEAR = 12

# One group of alternatives for each word asked for; a word that ends in a star may go on.
Groups = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Hit:
    """One dossier that fits, as somebody of its commune may see it."""

    merchant_id: UUID
    code: str
    owner_name: str
    business_name: str
    birth_year: int | None
    craft: Craft
    craft_other: str
    hamlet: str
    commune: str
    phone: str
    stage: Stage
    is_sent: bool


@dataclass(frozen=True)
class Found:
    """What was found, whether there is more than fits a page, and whether only something near was found."""

    hits: Sequence[Hit] = ()
    has_more: bool = False
    only_near: bool = False


def find(actor: Actor, asked: str) -> Found:
    """Return the dossiers that fit a question, best first, among those this person may see."""
    words = rules.asked_words(asked)
    if not words:
        return Found()
    rows: dict[UUID, Hit] = {}
    found_exactly = False
    for number, groups in enumerate(_rungs(words)):
        for merchant_id, hit in _ranked(_matching(actor, groups), asked):
            rows.setdefault(merchant_id, hit)
        found_exactly = found_exactly or (bool(rows) and number < 2)
        # A near word is looked for only while the words themselves have not filled half a page.
        if len(rows) >= SHOWN // 2 or (number >= 2 and rows):
            break
    hits = list(rows.values())
    return Found(hits[:SHOWN], has_more=len(hits) > SHOWN, only_near=bool(hits) and not found_exactly)


def visible(actor: Actor) -> ColumnElement[bool]:
    """Limit a query to dossiers somebody may find: sent or listed in their area, and those they opened themselves.

    A draft that a family has not sent yet is nobody's business but theirs.
    """
    here = within(Merchant.area_path, areas_for(actor, Permission.MERCHANT_FIND))
    is_known = or_(Merchant.stage != Stage.DRAFT, Merchant.listed_on.is_not(None))
    is_sent = or_(Merchant.submitted_at.is_not(None), Merchant.listed_on.is_not(None))
    seen = here & is_known & is_sent
    return seen if actor.account_id is None else or_(seen, Merchant.filed_by_id == actor.account_id)


def _rungs(words: Sequence[str]) -> Iterable[Groups]:
    yield [[word] for word in words]
    begun = [[word, f"{word}*"] if len(word) > 1 else [word] for word in words]
    yield begun
    near = _near(words)
    if any(near.values()):
        yield [[*group, *near[word]] for word, group in zip(words, begun, strict=True)]
    if len(words) > 2:
        # One word of several may be wrong altogether: what has all the others.
        for place in range(len(words)):
            yield [[*group, *near[word]] for word, group in zip(words, begun, strict=True) if word != words[place]]


def _near(words: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the known words each word may have been meant for."""
    keys = {key: word for word in words if word.isalpha() for key in rules.keys_of(word)}
    by_word: dict[str, list[str]] = {word: [] for word in words}
    if not keys:
        return by_word
    known = set(db.session.scalars(select(SearchWord.word).where(SearchWord.key.in_(sorted(keys)))))
    for word in by_word:
        if word.isalpha():
            close = sorted(each for each in known if each != word and rules.is_near(word, each))
            by_word[word] = close[:_MOST_NEAR]
    return by_word


def _matching(actor: Actor, groups: Groups) -> Sequence[tuple[UUID, Hit]]:
    columns = (
        Merchant.id,
        Merchant.code,
        Merchant.owner_name,
        Merchant.business_name,
        Merchant.birth_year,
        Merchant.craft,
        Merchant.craft_other,
        Merchant.area_path,
        Merchant.area_note,
        Merchant.phone,
        Merchant.stage,
        Merchant.submitted_at,
    )
    wanted = select(*columns).select_from(MerchantSearch).join(Merchant, Merchant.id == MerchantSearch.merchant_id)
    if db.engine.dialect.name == "sqlite":
        index = table("merchant_search_fts", column("rowid"))
        fits = text("merchant_search_fts match :wanted").bindparams(wanted=_fts5(actor, groups))
        wanted = wanted.join(index, index.c.rowid == MerchantSearch.id)
    else:
        fits = text("to_tsvector('simple', merchant_search.words) @@ to_tsquery('simple', :wanted)")
        fits = fits.bindparams(wanted=_tsquery(actor, groups))
    rows = db.session.execute(wanted.where(fits, visible(actor)).limit(_READ)).all()
    paths = {row.area_path for row in rows}
    names = areas.names_of(paths | {areas.commune_path(path) for path in paths})
    return [
        (
            row.id,
            Hit(
                merchant_id=row.id,
                code=row.code,
                owner_name=row.owner_name,
                business_name=row.business_name,
                birth_year=row.birth_year,
                craft=row.craft,
                craft_other=row.craft_other,
                hamlet=row.area_note if row.area_path.count("/") < 3 else names.get(row.area_path, ""),
                commune=names.get(areas.commune_path(row.area_path), ""),
                phone=show_phone(row.phone) if row.phone else "",
                stage=row.stage,
                is_sent=row.submitted_at is not None and row.stage is not Stage.DRAFT,
            ),
        )
        for row in rows
    ]


def _ranked(rows: Sequence[tuple[UUID, Hit]], asked: str) -> Sequence[tuple[UUID, Hit]]:
    typed = asked.split()
    return sorted(
        rows,
        key=lambda row: (
            -rules.nearness(typed, f"{row[1].owner_name} {row[1].business_name} {row[1].hamlet}"),
            row[1].owner_name.casefold(),
            row[1].code,
        ),
    )


def _scopes(actor: Actor) -> Sequence[str]:
    """Return the words of the areas somebody sees: the index narrows by them, the query itself decides."""
    paths = areas_for(actor, Permission.MERCHANT_FIND)
    if paths is None or any(path.count("/") < 2 for path in paths):
        return ()
    own = [rules.filer_word(actor.account_id.hex)] if actor.account_id else []
    return [*(rules.scope_word(path) for path in paths), *own]


def _fts5(actor: Actor, groups: Groups) -> str:
    quoted = [[f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"' for word in group] for group in groups]
    scopes = [f'"{word}"' for word in _scopes(actor)]
    return " AND ".join(f"({' OR '.join(group)})" for group in [*quoted, scopes] if group)


def _tsquery(actor: Actor, groups: Groups) -> str:
    begun = [[f"{word[:-1]}:*" if word.endswith("*") else word for word in group] for group in groups]
    return " & ".join(f"({'|'.join(group)})" for group in [*begun, list(_scopes(actor))] if group)
