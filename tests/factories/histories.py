"""A whole commune's history at random, and the slow way to count it: row by row, in plain loops."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.core import clock
from app.core.db import db
from app.core.ids import new_id
from app.dashboards.counting.rules import Term, month_end
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.desk.models import Refusal
from merchants.desk.states import RefusalState
from merchants.legal_forms import Sex
from merchants.models import LegalDetails, Merchant, MerchantConsent, ReviewReturn
from merchants.rules import ConsentHow, ConsentPurpose, Craft, Filing
from merchants.states import Stage
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance
from payments.losses.models import Loss
from payments.losses.rules import LossKind
from payments.models import PaymentAccount, PaymentEvidence, Standee
from payments.partners.models import Institution
from payments.rules import Grade, NameVerdict
from payments.signs.models import SignLook
from payments.signs.rules import Seen
from payments.states import StandeeState
from tests.factories.figures import enter_product, give_sign, prove_payment, tell_of_month
from tests.factories.partners import bank
from tests.factories.training import THAI_THUY, THUY_ANH, make_merchant, make_session

STAGES = (*[Stage.CONFIRMED] * 3, Stage.RESTING, Stage.CLOSED, Stage.SUBMITTED, Stage.DRAFT, Stage.REFUSED)
# Since this day a file that was refused counts as answered.
REFUSALS_SINCE = date(2026, 11, 29)
# Three who are known, one of them often, and whoever cannot be named.
PAYERS = ("", "", "ba-hoa", "ba-hoa", "ba-hoa", "ong-tu", "chi-lan")
TWO_FRIENDS = ("ba-hoa", "ong-tu")
NO_CUSTOMER = ("own", "team", "state", "loop")
# Since this month the payments have to be of three different payers.
PAYERS_SINCE = (2026, 11)
Slow = dict[str, tuple[int | None, int | None]]


def make_history(seed: int, term: Term, *, size: int) -> list[Merchant]:
    """Make businesses that do anything at any time around a period."""
    lot = random.Random(seed)
    session = make_session(in_days=0)
    session.held_on = some_day(lot, term)
    made = [_business(lot, term) for _ in range(size)]
    institution = bank()
    for merchant in made:
        _payments(lot, term, merchant, institution)
        if lot.random() < 0.4:
            _sign(lot, term, merchant)
        if lot.random() < 0.4:
            _account(lot, merchant)
        if lot.random() < 0.3:
            product = enter_product(merchant, name=lot.choice(("Nước mắm", "Cá khô", "")), ready=lot.random() < 0.5)
            product.created_at = some_time(lot, term)
        if lot.random() < 0.4:
            _place(lot, merchant, session)
        if lot.random() < 0.2:
            _loss(lot, term, merchant)
    db.session.flush()
    return made


def _business(lot: random.Random, term: Term) -> Merchant:
    stage = lot.choice(STAGES)
    started = some_time(lot, term)
    sent = started + timedelta(days=lot.randint(0, 30))
    decided = sent + timedelta(days=lot.randint(0, 12))
    merchant = make_merchant(
        lot.choice((THAI_THUY, THAI_THUY, THUY_ANH)),
        stage=stage,
        craft=lot.choice((Craft.FISH_SAUCE, Craft.HOMESTAY)),
        started_at=started,
        submitted_at=None if stage is Stage.DRAFT else sent,
        confirmed_at=None if stage in (Stage.DRAFT, Stage.SUBMITTED, Stage.REFUSED) else decided,
        review_due_on=clock.local(sent).date() + timedelta(days=5),
        ended_at=decided + timedelta(days=lot.randint(1, 60)) if stage is Stage.CLOSED else None,
        filing=lot.choice((Filing.SELF, Filing.TEAM)),
    )
    if stage is Stage.REFUSED or lot.random() < 0.1:
        refuse(merchant, at=decided, is_agreed=stage is Stage.REFUSED)
    if lot.random() < 0.1:
        merchant.consents.append(
            MerchantConsent(purpose=ConsentPurpose.STATISTICS, given=False, how=next(iter(ConsentHow)), at=started)
        )
    if lot.random() < 0.2:
        db.session.add(
            ReviewReturn(merchant_id=merchant.id, by_name="Xã", fix_by_on=term.last_on, at=some_time(lot, term))
        )
    if lot.random() < 0.6:
        db.session.add(LegalDetails(merchant_id=merchant.id, owner_sex=lot.choice((Sex.FEMALE, Sex.MALE))))
    return merchant


def refuse(merchant: Merchant, *, at: Any, is_agreed: bool = True) -> None:
    """Write that one person proposed to refuse a file, and that a second one agreed or did not."""
    state = RefusalState.AGREED if is_agreed else RefusalState.NOT_AGREED
    first, second = (
        Account(id=new_id(), name=name, phone=f"+849{new_id().int % 10**8:08d}", created_at=clock.now())
        for name in ("Chú Đỗ Văn Thành", "Chị Trần Thị Hoa")
    )
    db.session.add_all((first, second))
    db.session.flush()
    db.session.add(
        Refusal(
            merchant_id=merchant.id,
            state=state,
            reason="Không làm nghề ở xã",
            basis="Quy chế",
            by_id=first.id,
            by_name=first.name,
            at=at,
            second_id=second.id,
            decided_at=at,
        )
    )
    db.session.flush()


def _payments(lot: random.Random, term: Term, merchant: Merchant, institution: Institution) -> None:
    """Let few or many pay at any time, known or not, some of whom are no customers, and a bank tell of a month."""
    for _ in range(lot.choice((0, 0, 1, 3, 4))):
        prove_payment(merchant, on=some_day(lot, term), grade=lot.choice(list(Grade)), payer=lot.choice(PAYERS))
    for _ in range(lot.choice((0, 0, 4, 6))):
        payer, excluded = lot.choice(PAYERS), lot.choice(("", "", "", "", "", *NO_CUSTOMER))
        prove_payment(merchant, on=some_day_of_the_month(lot, term), payer=payer, excluded=excluded)
    for payer in TWO_FRIENDS if lot.random() < 0.3 else ():
        prove_payment(merchant, on=some_day_of_the_month(lot, term), payer=payer, times=2)
    if lot.random() < 0.1:
        tell_of_month(merchant, institution, on=month_end(term.month_end_on, lot.randint(0, 4)))


def _sign(lot: random.Random, term: Term, merchant: Merchant) -> None:
    """Give a sign at any time, perhaps paused since, and photograph it now and then with whatever comes of it."""
    sign = give_sign(merchant)
    sign.issued_at, sign.state = some_time(lot, term), lot.choice((*[StandeeState.ISSUED] * 3, StandeeState.PAUSED))
    for _ in range(lot.choice((0, 1, 1, 2, 3))):
        seen = lot.choice(list(Seen))
        scheme = "VNPAY" if seen is Seen.OTHER_SCHEME else ""
        db.session.add(SignLook(standee_id=sign.id, at=some_time(lot, term), seen=seen, scheme=scheme))


def _account(lot: random.Random, merchant: Merchant) -> None:
    verdict = lot.choice(list(NameVerdict))
    db.session.add(
        PaymentAccount(
            merchant_id=merchant.id,
            bank_bin="970436",
            account_no="0000123456789",
            holder_name="NGUYEN THI MAN",
            name_verdict=verdict,
            accepted_other_name=verdict is NameVerdict.OTHER_PERSON,
            saved_at=clock.now(),
            name_check_since=lot.choice((None, clock.now())),
        )
    )


def _place(lot: random.Random, merchant: Merchant, session: TrainingSession) -> None:
    attendance = lot.choice((Attendance.PRESENT, Attendance.PRESENT, Attendance.NOT_RECORDED))
    recorded = None if attendance is Attendance.NOT_RECORDED else clock.now()
    db.session.add(
        Enrolment(
            session_id=session.id,
            merchant_id=merchant.id,
            person_name="Người học",
            attendance=attendance,
            signed_up_at=clock.now(),
            recorded_at=recorded,
        )
    )


def _loss(lot: random.Random, term: Term, merchant: Merchant) -> None:
    day = some_day(lot, term)
    db.session.add(
        Loss(
            merchant_id=merchant.id,
            kind=next(iter(LossKind)),
            happened_on=day,
            amount_vnd=100_000,
            reported_at=some_time(lot, term),
            visit_by=day,
        )
    )


def some_day(lot: random.Random, term: Term) -> date:
    """Return a day somewhere from five months before the end of a period to three weeks after."""
    return term.last_on + timedelta(days=20 - lot.randint(0, 160))


def some_day_of_the_month(lot: random.Random, term: Term) -> date:
    """Return a day of the month that counts, so that some are paid often enough in it."""
    return term.month_end_on - timedelta(days=lot.randint(0, 27))


def some_time(lot: random.Random, term: Term) -> Any:
    """Return an instant on such a day."""
    return clock.start_of(some_day(lot, term)) + timedelta(minutes=lot.randint(0, 1439))


def is_of_a_customer(proof: PaymentEvidence) -> bool:
    """Whether a payment is measured, and of somebody who is a customer."""
    return proof.grade in (Grade.A, Grade.B) and not proof.excluded


def is_month_of_use(merchant: Merchant, proofs: Iterable[PaymentEvidence], month: tuple[int, int]) -> bool:
    """Whether a month was one of use, by the words of the programme, payment after payment."""
    wanted, payers = 1 if merchant.craft is Craft.HOMESTAY else 3, list[str]()
    for proof in proofs:
        if is_of_a_customer(proof) and (proof.occurred_on.year, proof.occurred_on.month) == month:
            if proof.institution_id is not None:
                return True
            payers.append(proof.payer)
    for payer in {*payers} - {""}:
        if len(payers) >= 3 and payers.count(payer) / len(payers) > 0.6:
            payers = [each for each in payers if each != payer]
    several = len({*payers} - {""}) + payers.count("")
    return len(payers) >= wanted and (month < PAYERS_SINCE or several >= wanted)


class SlowCount:
    """Every indicator recounted with no index, no set and no query beyond reading whole tables."""

    def __init__(self, term: Term) -> None:
        self.term = term
        self.first, self.end = clock.start_of(term.first_on), clock.start_of(term.last_on + timedelta(days=1))
        self.merchants = list(db.session.scalars(select(Merchant)))
        self.proofs = list(db.session.scalars(select(PaymentEvidence)))
        self.women = [
            each.merchant_id for each in db.session.scalars(select(LegalDetails)) if each.owner_sex == "female"
        ]
        self.signs = [
            each.merchant_id for each in db.session.scalars(select(Standee)) if each.state is StandeeState.ISSUED
        ]
        self.standees = list(db.session.scalars(select(Standee)))
        self.looks = list(db.session.scalars(select(SignLook)))
        self.accounts = list(db.session.scalars(select(PaymentAccount)))
        self.returns = [each.merchant_id for each in db.session.scalars(select(ReviewReturn)) if each.at < self.end]
        self.places = list(db.session.scalars(select(Enrolment)))

    def counts_for(self, merchant: Merchant) -> bool:
        refused = [each for each in merchant.consents if each.purpose is ConsentPurpose.STATISTICS and not each.given]
        return not refused

    def is_registered(self, merchant: Merchant) -> bool:
        if merchant.confirmed_at is None or merchant.confirmed_at >= self.end or not self.counts_for(merchant):
            return False
        left = merchant.stage not in (Stage.CONFIRMED, Stage.RESTING)
        return not left or (merchant.ended_at is not None and merchant.ended_at >= self.end)

    def works(self, merchant: Merchant) -> bool:
        return self.is_registered(merchant) and merchant.stage is not Stage.RESTING

    def month(self, back: int) -> tuple[int, int]:
        on = self.term.month_end_on
        index = on.year * 12 + on.month - 1 - back
        return index // 12, index % 12 + 1

    def uses(self, merchant: Merchant, back: int = 0) -> bool:
        mine = [each for each in self.proofs if each.merchant_id == merchant.id]
        return is_month_of_use(merchant, mine, self.month(back))

    def heard(self, commune: str) -> bool:
        known = {each.id: each for each in self.merchants}
        return any(
            known[proof.merchant_id].commune_path == commune
            and known[proof.merchant_id].confirmed_at is not None
            and self.counts_for(known[proof.merchant_id])
            and is_of_a_customer(proof)
            and proof.occurred_on <= self.term.month_end_on
            for proof in self.proofs
        )

    def came(self, merchant: Merchant) -> list[date]:
        return [
            each.session.held_on
            for each in self.places
            if each.merchant_id == merchant.id
            and each.attendance is Attendance.PRESENT
            and each.session.held_on <= self.term.last_on
        ]

    def split(self, whole: Any, part: Any, *, measured: bool = False) -> Slow:
        counted = [each for each in self.merchants if whole(each)]
        found: Slow = {}
        for commune in {each.commune_path for each in counted}:
            here = [each for each in counted if each.commune_path == commune]
            number = sum(1 for each in here if part(each))
            found[commune] = (None if measured and not self.heard(commune) else number, len(here))
        return found

    def all(self) -> dict[str, Slow]:
        """Return every indicator by commune, those with nothing to count left out."""
        sent = [each for each in self.merchants if each.submitted_at and self.first <= each.submitted_at < self.end]
        done = [each for each in self.merchants if each.confirmed_at and self.first <= each.confirmed_at < self.end]
        sent_ids = {each.id for each in sent if self.counts_for(each)}
        answered_at = {each.id: each.confirmed_at for each in done if self.counts_for(each)}
        if self.term.last_on >= REFUSALS_SINCE:
            for refused in db.session.scalars(select(Refusal)):
                owner = next(each for each in self.merchants if each.id == refused.merchant_id)
                is_one = refused.state is RefusalState.AGREED and self.first <= refused.decided_at < self.end
                if is_one and self.counts_for(owner):
                    answered_at[owner.id] = refused.decided_at
        wait = timedelta(days=14)
        begun = {
            each.id
            for each in self.merchants
            if self.first - wait <= each.started_at < self.end - wait and self.counts_for(each)
        }
        right = {
            each.merchant_id
            for each in self.accounts
            if each.name_check_since is None
            and (each.name_verdict is not NameVerdict.OTHER_PERSON or each.accepted_other_name)
        }
        ever = lambda m, months: any(self.uses(m, back) for back in months)  # noqa: E731  short inside one table
        cohort = self.month(2)
        learned = lambda m: any((day.year, day.month) == cohort for day in self.came(m))  # noqa: E731
        before = lambda m: (clock.local(m.confirmed_at).year, clock.local(m.confirmed_at).month) < cohort  # noqa: E731
        return {
            "CS-03": self.registered(),
            "CS-04": self.split(self.works, self.uses, measured=True),
            "CS-05": self.split(self.works, lambda m: self.weak(m) and not self.uses(m)),
            "CS-06": self.split(
                lambda m: self.works(m) and ever(m, range(3, 15)),
                lambda m: all(self.uses(m, back) for back in range(3)),
                measured=True,
            ),
            "CS-07": self.split(
                lambda m: self.works(m) and self.uses(m, 2), lambda m: not ever(m, range(2)), measured=True
            ),
            "CS-08": self.split(lambda m: self.is_registered(m) and m.id in self.signs, lambda m: m.id in right),
            "CS-09": self.right_signs(),
            "CS-10": self.losses(),
            "CS-11": self.split(
                lambda m: m.id in begun,
                lambda m: m.submitted_at is not None and m.submitted_at - m.started_at <= wait,
            ),
            "CS-12": self.split(lambda m: m.id in sent_ids, lambda m: m.filing is Filing.SELF),
            "CS-13": self.split(lambda m: m.id in answered_at, lambda m: m.id not in self.returns),
            "CS-16": self.split(
                lambda m: m.id in answered_at, lambda m: clock.local(answered_at[m.id]).date() <= m.review_due_on
            ),
            "CS-17": self.split(
                lambda m: m.id in answered_at, lambda m: answered_at[m.id] - m.submitted_at <= timedelta(days=7)
            ),
            "CS-18": self.products(),
            "CS-29": self.split(self.is_registered, lambda m: bool(self.came(m))),
            "CS-30": self.split(
                lambda m: self.works(m) and learned(m) and not self.uses(m, 2),
                lambda m: ever(m, range(2)),
                measured=True,
            ),
            "CS-31": self.split(
                lambda m: self.works(m) and before(m) and not self.came(m) and not self.uses(m, 2),
                lambda m: ever(m, range(2)),
                measured=True,
            ),
            "CS-33": self.split(lambda m: self.works(m) and m.id in self.women, self.uses, measured=True),
        }

    def right_signs(self) -> Slow:
        """Return by commune the signs in force whose latest readable photograph of ninety days was right, of all."""
        found: dict[str, list[bool | None]] = {}
        for sign in self.standees:
            owner = next(each for each in self.merchants if each.id == sign.merchant_id)
            if sign.state is StandeeState.ISSUED and sign.issued_at < self.end and self.is_registered(owner):
                looks = [
                    each
                    for each in self.looks
                    if each.standee_id == sign.id
                    and self.end - timedelta(days=90) <= each.at < self.end
                    and each.seen is not Seen.NOTHING
                ]
                last = max(looks, key=lambda each: each.at).seen is Seen.OWN if looks else None
                found.setdefault(owner.commune_path, []).append(last)
        return {
            commune: (
                sum(each is True for each in signs) if any(each is not None for each in signs) else None,
                len(signs),
            )
            for commune, signs in found.items()
        }

    def weak(self, merchant: Merchant) -> bool:
        return any(
            proof.merchant_id == merchant.id
            and not proof.excluded
            and proof.grade is Grade.C  # a try is of grade D too, and no sign of use
            and (proof.occurred_on.year, proof.occurred_on.month) == self.month(0)
            for proof in self.proofs
        )

    def registered(self) -> Slow:
        counts = Counter(each.commune_path for each in self.merchants if self.is_registered(each))
        return {commune: (number, None) for commune, number in counts.items()}

    def losses(self) -> Slow:
        """Return by commune how many losses were reported in the period, beside how many businesses have a sign."""
        owners = {each.id: each for each in self.merchants}
        lost = Counter(
            owners[each.merchant_id].commune_path
            for each in db.session.scalars(select(Loss))
            if owners[each.merchant_id].confirmed_at is not None
            and self.counts_for(owners[each.merchant_id])
            and self.first <= each.reported_at < self.end
        )
        coded = Counter(m.commune_path for m in self.merchants if self.is_registered(m) and m.id in self.signs)
        return {commune: (lost[commune], coded[commune]) for commune in {*lost, *coded}}

    def products(self) -> Slow:
        """Return by commune how many named products of working businesses any marketplace would take, of all."""
        owners = {each.id: each for each in self.merchants}
        ready = {each.product_id for each in db.session.scalars(select(ProductReadiness)) if each.verdict in PASSING}
        found: dict[str, list[bool]] = {}
        for each in db.session.scalars(select(Product)):
            if each.name and each.created_at < self.end and self.works(owners[each.merchant_id]):
                found.setdefault(owners[each.merchant_id].commune_path, []).append(each.id in ready)
        return {commune: (sum(those), len(those)) for commune, those in found.items()}
