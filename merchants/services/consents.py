"""What the owner allows: every word is kept in a ledger with the text it was given to, and the latest one counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor, Role
from merchants import consent_texts
from merchants.models import ConsentWord, Merchant, MerchantConsent
from merchants.rules import ConsentHow, ConsentPurpose, Question
from merchants.services.record import (
    IncompleteError,
    MerchantAction,
    NotEditableError,
    mark_fixed,
    subject_of,
)
from merchants.states import REGISTRATION


def give_consent(
    merchant: Merchant, *, given: Mapping[ConsentPurpose, bool], how: ConsentHow = ConsentHow.SCREEN, by: Actor
) -> None:
    """Note what the owner allows, line by line. All but the first line may be changed at any time.

    Raises:
        IncompleteError: the first line is refused, without which no dossier can be kept.
        NotEditableError: the dossier has ended.
    """
    at = clock.now()
    if REGISTRATION.actions(merchant.stage) == ():
        raise NotEditableError(_l("This dossier has ended"), stage=merchant.stage)
    if not given.get(ConsentPurpose.RECORD, merchant.consent_by_purpose.get(ConsentPurpose.RECORD, False)):
        raise IncompleteError(_l("Line 1 is needed. The other three are your choice"), missing=(Question.CONSENT,))
    _note(merchant, given, how=how, action=MerchantAction.CONSENTED, by=by, at=at)
    mark_fixed(merchant, Question.CONSENT, at)


def withdraw_consent(
    merchant: Merchant, *, purpose: ConsentPurpose, how: ConsentHow = ConsentHow.SCREEN, by: Actor
) -> None:
    """Take one purpose back, at any time and wherever the dossier stands; every page asks anew, so it holds at once.

    Raises:
        IncompleteError: the first line is what the dossier rests on; it ends by asking to have it deleted.
    """
    if purpose is ConsentPurpose.RECORD:
        raise IncompleteError(_l("To end the file itself, ask to have it deleted"), missing=(Question.CONSENT,))
    _note(merchant, {purpose: False}, how=how, action=MerchantAction.CONSENT_WITHDRAWN, by=by, at=clock.now())


def end_consents(merchant: Merchant, *, by: Actor) -> None:
    """Take every purpose back, the first one too: the last thing written when a dossier is deleted."""
    given = {purpose: False for purpose, is_given in merchant.consent_by_purpose.items() if is_given}
    _note(merchant, given, how=ConsentHow.DESK, action=MerchantAction.CONSENT_WITHDRAWN, by=by, at=clock.now())


def _note(
    merchant: Merchant,
    given: Mapping[ConsentPurpose, bool],
    *,
    how: ConsentHow,
    action: MerchantAction,
    by: Actor,
    at: datetime,
) -> None:
    before = merchant.consent_by_purpose
    news = {purpose: is_given for purpose, is_given in given.items() if before.get(purpose) is not is_given}
    if not news:
        return
    rows = {consent.purpose: consent for consent in merchant.consents}
    for purpose, is_given in news.items():
        _put(merchant, rows.get(purpose), purpose, is_given=is_given, how=how, at=at)
    db.session.flush()
    _write_down(merchant, news, how=how, by=by, at=at)
    changes: dict[str, Sequence[object]] = {p.value: [before.get(p), is_given] for p, is_given in news.items()}
    audit.record(action, subject_of(merchant), by=by, at=at, changes=changes)


def _put(
    merchant: Merchant,
    row: MerchantConsent | None,
    purpose: ConsentPurpose,
    *,
    is_given: bool,
    how: ConsentHow,
    at: datetime,
) -> None:
    if row is None:
        merchant.consents.append(MerchantConsent(purpose=purpose, given=is_given, how=how, at=at))
    else:
        row.given, row.how, row.at = is_given, how, at


def _write_down(
    merchant: Merchant, news: Mapping[ConsentPurpose, bool], *, how: ConsentHow, by: Actor, at: datetime
) -> None:
    today = clock.local(at).date()
    helped = how is ConsentHow.SCREEN and _helps(merchant, by)
    for purpose, is_given in news.items():
        db.session.add(
            ConsentWord(
                merchant_id=merchant.id,
                purpose=purpose,
                given=is_given,
                text_version=consent_texts.text_on(purpose, today).version,
                how=ConsentHow.HELPER if helped else how,
                by_name=by.name,
                at=at,
            )
        )


def _helps(merchant: Merchant, by: Actor) -> bool:
    """Whether somebody else holds the telephone: the owner's word through a helper is not called their own click."""
    return by.account_id is not None and not any(
        held.role is Role.OWNER and held.merchant_id == merchant.id for held in by.holdings
    )
