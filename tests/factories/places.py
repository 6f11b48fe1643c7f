"""Changes of every kind to businesses at random, and the slow way to count a place: whole tables in plain loops."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import delete, select

from app.core import clock
from app.core.db import db
from app.dashboards.rows.rules import Counts, CraftUse, DueKind, FieldDay, FieldKind, Snag, SnagKind
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.models import Merchant, MerchantConsent, ReviewItem, ReviewReturn
from merchants.rules import ConsentHow, ConsentPurpose, Craft, Question, unanswered
from merchants.states import Stage
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance, SessionState
from merchants.visits.models import Visit
from merchants.visits.rules import AFTER_DAYS
from merchants.visits.states import Says, VisitState
from payments.models import PaymentEvidence, Standee
from payments.rules import Grade
from payments.signs.models import SignLook
from payments.signs.rules import Seen
from payments.states import StandeeState
from tests.factories.figures import enter_product, give_sign, prove_payment
from tests.factories.histories import is_month_of_use
from tests.factories.training import THAI_THUY, THUY_ANH, make_session, move_to
from tests.factories.visits import went
from tests.factories.ways import change_way

SENT = ("submitted", "returned", "confirmed", "resting")
HAMLETS = (THAI_THUY, f"{THAI_THUY}01/", f"{THAI_THUY}02/", THUY_ANH)

# Where a business may stand next, as far as its numbers care.
AFTER = {
    Stage.SUBMITTED: (Stage.CONFIRMED,),
    Stage.CONFIRMED: (Stage.RESTING, Stage.CLOSED),
    Stage.RESTING: (Stage.CONFIRMED, Stage.CLOSED),
}


def change_something(lot: random.Random, merchants: list[Merchant]) -> None:
    """Let one of all the things happen that change a number: here or there, more or less."""
    merchant = lot.choice(merchants)
    match lot.randrange(16):
        case 0:
            merchant.area_path = lot.choice(HAMLETS)
        case 1:
            _go_on(lot, merchant)
        case 2:
            prove_payment(merchant, times=3, on=clock.today(), grade=lot.choice((Grade.A, Grade.B, Grade.C)))
        case 3:
            db.session.execute(delete(PaymentEvidence).where(PaymentEvidence.merchant_id == merchant.id))
        case 4:
            enter_product(merchant, ready=lot.random() < 0.5)
        case 5:
            _give_or_take_a_sign(merchant)
        case 6:
            place = db.session.scalars(select(Enrolment).where(Enrolment.merchant_id == merchant.id)).first()
            if place is not None:
                place.attendance, place.recorded_at = Attendance.PRESENT, clock.now()
        case 7:
            _say_about_statistics(lot, merchant)
        case 8:
            merchant.craft = lot.choice((Craft.FISH_SAUCE, Craft.HOMESTAY))
        case 9 | 10 | 11 | 12:
            lot.choice((_change_what_holds_up, _change_field))(lot, merchant)
        case _:
            change_way(lot, merchant)
    db.session.flush()


def _go_on(lot: random.Random, merchant: Merchant) -> None:
    merchant.stage = lot.choice(AFTER.get(merchant.stage, (merchant.stage,)))
    if merchant.stage in AFTER:
        merchant.submitted_at = merchant.confirmed_at = merchant.started_at
        merchant.review_due_on = None


def _change_what_holds_up(lot: random.Random, merchant: Merchant) -> None:
    match lot.randrange(3):
        case 0:
            _look_at_a_sign(lot, merchant)
        case 1:
            _send_back(lot, merchant)
        case _:
            merchant.started_at -= timedelta(days=lot.choice((1, 30, 61)))


def _change_field(lot: random.Random, merchant: Merchant) -> None:
    """Let a visit be due that was paid or not, let a household answer, or let a class be held or put off."""
    visits = list(db.session.scalars(select(Visit).where(Visit.merchant_id == merchant.id)))
    match lot.randrange(3):
        case 0:
            _owe_a_visit(lot, merchant)
        case 1 if visits:
            seen = lot.choice(visits)
            seen.state, seen.says, seen.said_at = VisitState.SEEN, lot.choice((Says.RIGHT, Says.WRONG)), clock.now()
            seen.done_at = clock.now() - timedelta(days=lot.randrange(100))
        case _:
            held = make_session(in_days=0, area_path=merchant.area_path)
            move_to(held, clock.today() - timedelta(days=lot.randrange(80)))
            held.state = lot.choice((SessionState.HELD, SessionState.CANCELLED))


def _owe_a_visit(lot: random.Random, merchant: Merchant) -> None:
    held_on = clock.today() - timedelta(days=lot.randrange(160))
    after_days, state = lot.choice(AFTER_DAYS), lot.choice(list(VisitState))
    due_on = held_on + timedelta(days=after_days)
    at = None if state is VisitState.PLANNED else clock.start_of(due_on + timedelta(days=lot.randrange(-5, 6)))
    place = went(merchant)
    move_to(place.session, held_on)
    db.session.add(
        Visit(
            merchant_id=merchant.id,
            enrolment_id=place.id,
            after_days=after_days,
            due_on=due_on,
            state=state,
            done_at=at,
        )
    )


def _look_at_a_sign(lot: random.Random, merchant: Merchant) -> None:
    sign = db.session.scalars(select(Standee).where(Standee.merchant_id == merchant.id)).first() or give_sign(merchant)
    at = clock.now() - timedelta(days=lot.randrange(120))
    db.session.add(SignLook(standee_id=sign.id, at=at, seen=lot.choice(list(Seen))))


def _send_back(lot: random.Random, merchant: Merchant) -> None:
    at = clock.now() - timedelta(days=lot.randrange(80))
    again = ReviewReturn(merchant_id=merchant.id, at=at, by_name="Một cửa", fix_by_on=clock.today())
    question, reason = lot.choice(list(Question)), lot.choice(("", "where.house"))
    again.items.append(ReviewItem(position=0, question=question, reason_key=reason, sentence="Nhờ ghi lại"))
    db.session.add(again)


def _give_or_take_a_sign(merchant: Merchant) -> None:
    sign = db.session.scalars(select(Standee).where(Standee.merchant_id == merchant.id)).first()
    if sign is None:
        give_sign(merchant)
    else:
        sign.state = StandeeState.REVOKED


def _say_about_statistics(lot: random.Random, merchant: Merchant) -> None:
    kept = [each for each in merchant.consents if each.purpose is ConsentPurpose.STATISTICS]
    if kept:
        kept[0].given = not kept[0].given
    else:
        how = lot.choice(list(ConsentHow))
        merchant.consents.append(
            MerchantConsent(purpose=ConsentPurpose.STATISTICS, given=False, how=how, at=clock.now())
        )


def slow_counts(today: date) -> Mapping[str, Counts]:
    """Return what there is at every place, asked of every business one by one."""
    tables = {model: list(db.session.scalars(select(model))) for model in
              (PaymentEvidence, Standee, Product, ProductReadiness, Enrolment)}  # fmt: skip
    found: dict[str, Counts] = {}
    for merchant in db.session.scalars(select(Merchant).execution_options(populate_existing=True)):
        mine = {
            model: [each for each in rows if getattr(each, "merchant_id", None) == merchant.id]
            for model, rows in tables.items()
        }
        products = [each for each in mine[Product] if each.name]
        ready = {each.product_id for each in tables[ProductReadiness] if each.verdict in PASSING}
        stage, works = merchant.stage.value, merchant.stage is Stage.CONFIRMED
        real = [each for each in mine[PaymentEvidence] if each.grade in (Grade.A, Grade.B) and not each.excluded]
        month = [each for each in real if each.occurred_on <= today]
        coded = any(each.state is StandeeState.ISSUED for each in mine[Standee])
        places = [each for each in mine[Enrolment] if each.cancelled_at is None]
        recorded = [each for each in mine[Enrolment] if each.attendance is not Attendance.NOT_RECORDED]
        said = {each.purpose: each.given for each in merchant.consents}
        number = Counts(
            registered=works,
            in_use=works and is_month_of_use(merchant, month, (today.year, today.month)),
            sent=stage in SENT,
            confirmed=stage in ("confirmed", "resting"),
            products=len(products) if works else 0,
            ready=sum(each.id in ready for each in products) if works else 0,
            coded=works and coded,
            coded_paid=works and coded and bool(real),
            signed_up=stage in SENT and bool(places),
            came=stage in SENT and any(each.attendance is Attendance.PRESENT for each in places),
            declined=stage == "declined_for_now",
            resting=stage == "resting",
            proven=works and bool(real),
            recorded=len(recorded),
        )
        if said.get(ConsentPurpose.STATISTICS) is False:
            number = Counts(uncounted=stage in SENT, recorded=len(recorded))
        found[merchant.area_path] = found.get(merchant.area_path, Counts()) + Counts(*map(int, vars(number).values()))
    return {path: counts for path, counts in found.items() if counts != Counts()}


def slow_crafts(today: date) -> Mapping[tuple[str, Craft], CraftUse]:
    """Return how many of each craft are registered and in use at every place, asked of every business one by one."""
    found: dict[tuple[str, Craft], list[bool]] = {}
    proofs = list(db.session.scalars(select(PaymentEvidence)))
    for merchant in db.session.scalars(select(Merchant).execution_options(populate_existing=True)):
        if merchant.stage is not Stage.CONFIRMED:
            continue
        if merchant.consent_by_purpose.get(ConsentPurpose.STATISTICS) is not False:
            mine = [each for each in proofs if each.merchant_id == merchant.id and each.occurred_on <= today]
            real = [each for each in mine if each.grade in (Grade.A, Grade.B) and not each.excluded]
            is_used = is_month_of_use(merchant, real, (today.year, today.month))
            found.setdefault((merchant.area_path, merchant.craft), []).append(is_used)
    return {key: CraftUse(len(each), sum(each)) for key, each in found.items()}


def slow_due() -> Mapping[tuple[DueKind, date], int]:
    """Return how many files and lists wait by the day they have."""
    found: dict[tuple[DueKind, date], int] = {}
    for merchant in db.session.scalars(select(Merchant)):
        if merchant.stage is Stage.SUBMITTED and merchant.review_due_on is not None:
            key = DueKind.FILE, merchant.review_due_on
            found[key] = found.get(key, 0) + 1
    open_places = [
        each.session_id
        for each in db.session.scalars(select(Enrolment))
        if each.cancelled_at is None and each.attendance is Attendance.NOT_RECORDED
    ]
    for session in db.session.scalars(select(TrainingSession)):
        if session.id in open_places:
            key = DueKind.SHEET, session.held_on
            found[key] = found.get(key, 0) + 1
    return found


def slow_field(today: date) -> Mapping[FieldDay, int]:
    """Return what teams do at every place, asked of every visit and every class one by one."""
    found, first = Counter[FieldDay](), today - timedelta(days=60)
    classes = {each.id: each for each in db.session.scalars(select(TrainingSession))}
    places = {each.id: classes[each.session_id] for each in db.session.scalars(select(Enrolment))}
    for visit in db.session.scalars(select(Visit).execution_options(populate_existing=True)):
        merchant, due_on = visit.merchant, places[visit.enrolment_id].held_on + timedelta(days=visit.after_days)
        came_on = clock.local(visit.done_at).date() if visit.done_at else None
        near = came_on is not None and -3 <= (came_on - due_on).days <= 3
        how = "on_time" if visit.state.value in ("seen", "refused") and near and visit.says.value != "wrong" else ""
        how = "open" if visit.state.value in ("planned", "not_home") else how or "otherwise"
        if merchant.consent_by_purpose.get(ConsentPurpose.STATISTICS) is False:
            continue
        if due_on >= first:
            found[FieldDay(FieldKind.VISIT, merchant.area_path, due_on, how)] += 1
        if visit.state.value == "seen" and visit.says.value != "wrong" and came_on is not None and came_on >= first:
            found[FieldDay(FieldKind.WORK, merchant.area_path, came_on)] += 1
    for each in classes.values():
        if each.state.value == "held" and each.held_on >= first:
            found[FieldDay(FieldKind.WORK, each.area_path, each.held_on)] += 1
    return found


def slow_snags(today: date) -> Mapping[Snag, int]:
    """Return what holds every place up, asked of every business one by one."""
    found = Counter[Snag]()
    first = today - timedelta(days=60)
    signs, looks, sent_back = (list(db.session.scalars(select(each))) for each in (Standee, SignLook, ReviewReturn))
    for merchant in db.session.scalars(select(Merchant).execution_options(populate_existing=True)):
        if merchant.consent_by_purpose.get(ConsentPurpose.STATISTICS) is False:
            continue
        begun_on = clock.local(merchant.started_at).date()
        if begun_on >= first and not merchant.list_source:
            stops = "" if merchant.submitted_at else next(iter(unanswered(merchant.answers())), "sent")
            found[Snag(SnagKind.BEGUN, merchant.area_path, begun_on, stops)] += 1
        for each in sent_back:
            on = clock.local(each.at).date()
            for item in each.items if each.merchant_id == merchant.id and on >= first else ():
                found[Snag(SnagKind.RETURNED, merchant.area_path, on, item.question, item.reason_key)] += 1
        for sign in signs:
            is_in_force = sign.merchant_id == merchant.id and sign.state is StandeeState.ISSUED
            if is_in_force and merchant.stage.value in ("confirmed", "resting"):
                seen = [look.at for look in looks if look.standee_id == sign.id and look.seen is not Seen.NOTHING]
                on = clock.local(max(seen, default=sign.issued_at)).date()
                found[Snag(SnagKind.SIGN, merchant.area_path, on)] += 1
    return found
