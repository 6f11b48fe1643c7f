"""Freezing a period, restating it with a reason, and answering what looked odd."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, jobs, storage
from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import new_id
from app.dashboards.counting import queries as counting
from app.dashboards.counting.facts import Facts, Places
from app.dashboards.counting.people import CRAFTS, Topics, people
from app.dashboards.counting.rules import Figure, Term, out_of
from app.dashboards.indicators.queries import dictionary
from app.dashboards.indicators.rules import Definition, Method
from app.dashboards.periods import files, gathering, queries, rules
from app.dashboards.periods.models import FlagAnswer, Freeze, FrozenChange, FrozenFigure, FrozenSignature, QualityFlag
from app.dashboards.periods.rules import Parts, Round
from app.dashboards.reported import queries as reported
from app.policy import Actor
from merchants.visits import services as visits

SUBJECT = queries.SUBJECT
SIGN = "periods.sign"
HEADLINE = "CS-04"
Grid = Mapping[str, Mapping[str, Figure]]


class PeriodAction(StrEnum):
    """What the audit trail says was done to a period."""

    FROZEN = "period:freeze"
    RESTATED = "period:restate"
    EXPLAINED = "period:explain"
    RECOUNTED = "period:recount"
    SIGNED = "period:sign"


class NotOverError(DomainError):
    """The period still runs, or its late records may still come in."""

    code = "periods.not_over"


class FrozenAlreadyError(DomainError):
    """The period is frozen; it changes only by a restatement with a reason."""

    code = "periods.frozen_already"


class NothingChangedError(DomainError):
    """A recount gives the same figures: there is nothing to restate."""

    code = "periods.nothing_changed"


class ReasonMissingError(DomainError):
    """A restatement has a reason everybody can read."""

    code = "periods.reason_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def freeze(term: Term, *, by: Actor) -> Freeze:
    """Freeze a period: provisionally from the day after its end, finally once the late window is over.

    Raises:
        NotOverError: the period still runs.
        FrozenAlreadyError: there is nothing to do before the late window is over, or ever after.
    """
    today = clock.today()
    if term.last_on >= today:
        raise NotOverError(_l("The period still runs. It is frozen on the 15th"))
    is_over = today > term.last_on + timedelta(days=rules.LATE_DAYS)
    edition = rules.FIRST_FINAL if is_over else rules.PROVISIONAL
    found = queries.latest(term)
    if found is not None and found.edition >= edition:
        raise FrozenAlreadyError(_l("This period is frozen. Restate it with a reason if it is wrong"))
    return _freeze(term, edition=edition, reason="", by=by)


def restate(term: Term, *, reason: str, by: Actor) -> Freeze:
    """Count a final period again and keep the new edition beside the old one, with the reason.

    Raises:
        NotOverError: it has no final edition yet.
        ReasonMissingError: no reason.
        NothingChangedError: the recount is the same.
    """
    found = queries.latest(term)
    if found is None or not found.is_final:
        raise NotOverError(_l("The period has no final edition yet. Late records still come in until the 17th"))
    if not reason.strip():
        raise ReasonMissingError(_l("Write why, for example: the bank's file came late"))
    newer = _freeze(term, edition=found.edition + 1, reason=reason.strip(), by=by)
    if not (queries.restated(found, newer) or queries.restated_people(found, newer)):
        raise NothingChangedError(_l("A recount gives the same figures. There is nothing to restate"))
    return newer


def explain(flag: QualityFlag, *, words: str, by: Actor) -> FlagAnswer:
    """Keep what a commune says about something odd, beside the number."""
    at = clock.now()
    answer = FlagAnswer(
        id=new_id(),
        term=flag.term,
        kind=flag.kind,
        indicator=flag.indicator,
        commune_path=flag.commune_path,
        words=words.strip(),
        by_id=by.account_id,
        by_name=by.name,
        at=at,
    )
    db.session.add(answer)
    db.session.flush()
    audit.record(PeriodAction.EXPLAINED, ("period_flag", flag.id), by=by, at=at)
    return answer


def keep_signatures(frozen: Freeze, *, snapshot: bytes, public: bytes | None, signer: str, by: Actor) -> None:
    """Keep the signatures beside the files of an edition; a second call keeps the first ones."""
    if queries.signature_of(frozen) is not None:
        return
    at = clock.now()
    kept = [storage.put(each, rules.SIGNATURE_TYPE).sha256 if each else "" for each in (snapshot, public)]
    db.session.add(
        FrozenSignature(
            id=new_id(),
            freeze_id=frozen.id,
            snapshot_sha256=kept[0],
            public_sha256=kept[1],
            signer=signer,
            signed_at=at,
        )
    )
    db.session.flush()
    audit.record(PeriodAction.SIGNED, (SUBJECT, frozen.id), by=by, at=at)


def recount(term: Term, *, by: Actor) -> int:
    """Hold a final period against a recount of today and write down in how many figures they differ, if that is news.

    What stands as of the last day of a period (products ready, codes in force) has no past to count again.
    """
    found = queries.latest(term)
    if found is None or not found.is_final:
        return 0
    facts, frozen, differences = counting.facts_of(term), queries.grid(found), 0
    for each in dictionary().all_on(term.last_on):
        if each.method is Method.COUNTED and each.span != "freeze":
            now, then = counting.count(each.id, each.params, facts), frozen.get(each.id, {})
            differences += sum(now.get(place) != then.get(place) for place in now.keys() | then.keys())
    before = queries.last_recount(found)
    if differences != before:
        changes = {"figures": [before, differences]}
        audit.record(PeriodAction.RECOUNTED, (SUBJECT, found.id), by=by, at=clock.now(), changes=changes)
    return differences


def _freeze(term: Term, *, edition: int, reason: str, by: Actor) -> Freeze:
    at, facts = clock.now(), counting.facts_of(term)
    known, told = dictionary().all_on(term.last_on), reported.grid(term)
    grid = {**_counted(facts, known), **told}
    definitions, earlier = [each for each in known if each.id in grid], queries.latest_final_before(term)
    odd = gathering.oddities(facts, grid, queries.grid(earlier) if earlier else {}, told)
    _ring_more(facts)
    members = counting.members(_headline(definitions).params, facts)
    changes = _changes(term, facts, members, earlier, _headline(definitions)) if earlier else {}
    told_of_people = _plain(people(facts, members))
    said = {"edition": edition, "reason": reason, "at": at, "definitions": definitions, "grid": grid}
    whole = files.snapshot(term, **said, beside=files.Beside(odd, changes, told_of_people))  # type: ignore[arg-type]
    kept = storage.put(whole, files.JSON_TYPE)
    frozen = Freeze(
        id=new_id(), term=term.code, edition=edition, reason=reason, frozen_at=at, by_id=by.account_id,
        by_name=by.name, sha256=kept.sha256, salt=secrets.token_hex(16), members={}, people=told_of_people,
    )  # fmt: skip
    frozen.members = {_digest(frozen.salt, key): commune for key, commune in members.items()}
    if frozen.is_final:
        frozen.previous_sha256 = queries.last_published_sha256()
        crafts = queries.told_together(frozen, CRAFTS) or {}
        outside = files.Outside(kept.sha256, frozen.previous_sha256, crafts)
        public = files.public_file(term, **said, outside=outside)  # type: ignore[arg-type]
        frozen.public_sha256 = storage.put(public, files.JSON_TYPE).sha256
    db.session.add(frozen)
    db.session.flush()
    versions = {each.id: each.version for each in definitions}
    db.session.add_all(
        FrozenFigure(freeze_id=frozen.id, indicator=indicator, edition=versions[indicator], commune_path=place,
                     **vars(figure))
        for indicator, places in grid.items() for place, figure in places.items()
    )  # fmt: skip
    db.session.add_all(
        QualityFlag(freeze_id=frozen.id, term=term.code, kind=each.kind, indicator=each.indicator,
                    commune_path=each.commune, measured=each.measured, usual=each.limit)
        for each in odd
    )  # fmt: skip
    db.session.add_all(
        FrozenChange(freeze_id=frozen.id, commune_path=place, **vars(parts)) for place, parts in changes.items()
    )
    db.session.flush()
    action = PeriodAction.RESTATED if edition > rules.FIRST_FINAL else PeriodAction.FROZEN
    audit.record(action, (SUBJECT, frozen.id), by=by, at=at, reason=reason)
    jobs.enqueue(SIGN, key=str(frozen.id), freeze_id=frozen.id)
    return frozen


def _counted(facts: Facts, known: Sequence[Definition]) -> dict[str, Mapping[str, Figure]]:
    """Return what this site counts itself; who is registered is set beside the lists that communes brought."""
    found: dict[str, Mapping[str, Figure]] = {
        each.id: counting.count(each.id, each.params, facts) for each in known if each.method is Method.COUNTED
    }
    return found | {files.REGISTERED: out_of(found[files.REGISTERED], reported.frames(facts.term))}


def _changes(term: Term, facts: Facts, members: Places, earlier: Freeze, headline: Definition) -> Mapping[str, Parts]:
    """Compare with the period before: as it was frozen, recounted by its own words, and by the words of now."""
    before = counting.facts_of(term.before())
    old = dictionary().on(HEADLINE, term.before().last_on) or headline
    compared = Round(
        frozen=earlier.members,
        recounted=_digests(earlier.salt, counting.members(old.params, before)),
        redefined=_digests(earlier.salt, counting.members(headline.params, before)),
        now=_digests(earlier.salt, members),
        homes=_digests(earlier.salt, facts.all_communes),
        joined=_digests(earlier.salt, dict.fromkeys(facts.registered.keys() - before.registered.keys(), "")).keys(),
    )
    places = {*compared.frozen.values(), *compared.recounted.values(), *compared.now.values()}
    return {place: rules.parts(compared, place) for place in sorted(places | set(compared.redefined.values()))}


def _ring_more(facts: Facts) -> None:
    """Have more families asked where a team wrote nearly always the same of how often money came."""
    for path in gathering.teams_of_one_answer(facts):
        visits.draw_for_audit(path, *facts.field.bounds)


def _plain(topics: Topics) -> dict[str, dict[str, dict[str, list[int | None]]]]:
    return {
        topic: {place: {key: files.plain(figure) for key, figure in told.items()} for place, told in places.items()}
        for topic, places in topics.items()
    }


def _headline(definitions: list[Definition]) -> Definition:
    return next(each for each in definitions if each.id == HEADLINE)


def _digests(salt: str, found: Places) -> dict[str, str]:
    return {_digest(salt, key): commune for key, commune in found.items()}


def _digest(salt: str, key: UUID) -> str:
    return hashlib.blake2b(key.bytes, key=bytes.fromhex(salt), digest_size=10).hexdigest()
