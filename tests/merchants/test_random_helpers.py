"""Whatever owner, relatives, clerks and time do to papers, OCOP and helpers' powers: no state that no table has."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.accounts.models import AccountHolding
from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor, Power, Role
from merchants.helping import services as helping
from merchants.helping.models import CodeBatch, Delegation, HelpedConfirmation
from merchants.helping.rules import Mark, Purpose
from merchants.helping.services import proofs
from merchants.helping.states import CODE_BATCH, CONFIRMATION, DELEGATION, ConfirmationState, DelegationState
from merchants.models import Merchant
from merchants.ocop import services as ocop
from merchants.ocop.models import OcopCertificate, OcopDossier
from merchants.ocop.services import CertificateFacts, Rating
from merchants.ocop.states import CERTIFICATE, ROUTES, CertificateState, DossierState
from merchants.papers import services as papers
from merchants.papers.models import KeptPaper
from tests.factories import merchants as make
from tests.factories import ocop as stars
from tests.factories import papers as shelf
from tests.factories.desk import official
from tests.factories.helping import COMMUNE

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PHONES = ("+84966000771", "+84966000772", "+84966000773")
WHICH = st.integers(0, 2)
GOOD, BAD = Rating(Decimal(72), date(2026, 3, 2), "7/QĐ", "UBND tỉnh"), Rating(Decimal(31), date(2026, 3, 2))
DEEDS = ("submit", "screen", "consult", "report", "rate", "ask_update", "withdraw_dossier")
_F = DossierState
NEXT = {
    _F.PREPARING: "submit", _F.NEEDS_UPDATE: "submit", _F.AT_COMMUNE: "screen", _F.SCREENED: "consult",
    _F.CONSULTED: "report",
}  # fmt: skip
_slips = itertools.count(1)
BEST = Rating(Decimal(94), date(2026, 3, 2), "8/QĐ", "Trung ương")


class Family(RuleBasedStateMachine):
    """One family, its calendar and two clerks."""

    kinds: tuple[type[Any], ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        self.merchant: Merchant = make.confirmed(phone="+84966000770")
        self.owner = make.owner(self.merchant)
        self.clerks = [official("Chú Thành"), official("Chị Hoa")]

    def teardown(self) -> None:
        self.travel.stop()
        db.session.rollback()

    def every(self, kind: type[Any]) -> list[Any]:
        return list(db.session.query(kind).filter(kind.merchant_id == self.merchant.id).order_by(kind.id))

    def one(self, kind: type[Any], which: int) -> Any:
        found = self.every(kind)
        return found[which % len(found)] if found else None

    def standing(self) -> list[object]:
        """Return where every row stands."""
        return [_standing(each) for kind in self.kinds for each in self.every(kind)]

    def attempt(self, act: Callable[..., object], on: object = None, **how: Any) -> None:
        """Do something to a row, if there is one; what is refused leaves everything as it was."""
        if on is None:
            return
        before = self.standing()
        try:
            with db.session.begin_nested():
                act(on, **how)
                db.session.flush()
        except DomainError:
            db.session.expire_all()
            assert self.standing() == before
        else:
            for each in (each for kind in self.kinds for each in self.every(kind)):
                assert_walked(each)

    @rule(days=st.sampled_from([1, 20, 100]))
    def time_passes(self, days: int) -> None:
        self.clock.shift(timedelta(days=days))
        for daily in (helping.lapse_delegations, ocop.tell_of_ends, papers.tell_of_ends):
            daily(by=Actor.system("daily"))


class Shelf(Family):
    """What owner and desk do with papers."""

    kinds = (KeptPaper,)

    def __init__(self) -> None:
        super().__init__()
        self.files = [papers.take_in(shelf.pdf(pages)) for pages in (1, 2)]

    @rule(file=st.integers(0, 1), kind=st.sampled_from(["test_report", "food_safety_certificate"]))
    def keeps_a_paper(self, file: int, kind: str) -> None:
        facts = papers.Facts(issued_on=clock.today())
        self.attempt(papers.keep, self.merchant, kind=kind, taken=self.files[file], facts=facts, by=self.owner)

    @rule(which=WHICH, file=st.integers(0, 1))
    def replaces_a_paper(self, which: int, file: int) -> None:
        facts = papers.Facts(issued_on=clock.today())
        self.attempt(papers.replace, self.one(KeptPaper, which), taken=self.files[file], facts=facts, by=self.owner)

    @rule(which=WHICH, deed=st.sampled_from([papers.remove, papers.check]))
    def removes_or_checks_a_paper(self, which: int, deed: Callable[..., object]) -> None:
        self.attempt(deed, self.one(KeptPaper, which), by=self.clerks[0])

    @invariant()
    def of_each_paper_one_version_is_in_force_at_most(self) -> None:
        series: dict[object, list[KeptPaper]] = {}
        for each in self.every(KeptPaper):
            series.setdefault(each.series_id, []).append(each)
        for versions in series.values():
            assert sorted(each.version_no for each in versions) == list(range(1, len(versions) + 1))
            current = [each for each in versions if each.is_current]
            assert len(current) <= 1
            assert not current or current[0].version_no == len(versions)


class Stars(Family):
    """What becomes of certificates and files, one of today's law and one of the older."""

    kinds = (OcopCertificate, OcopDossier)

    def __init__(self) -> None:
        super().__init__()
        stars.handed_in(self.merchant)
        older = {"product_name": "Gạo cũ", "set_key": "I.1.a", "submitted_on": date(2025, 5, 5)}
        ocop.enter_older(self.merchant, **older, by=self.owner)

    @rule(number=st.integers(1, 2), stars_given=st.integers(3, 4))
    def enters_a_certificate(self, number: int, stars_given: int) -> None:
        facts = CertificateFacts("Mắm", "I.4.a", stars_given, f"{number}/QĐ", "UBND tỉnh", date(2025, 1, number))
        self.attempt(ocop.enter, self.merchant, facts=facts, by=self.owner)

    @rule(which=WHICH, deed=st.sampled_from([ocop.check, ocop.remove]))
    def a_certificate_is_checked_or_removed(self, which: int, deed: Callable[..., object]) -> None:
        self.attempt(deed, self.one(OcopCertificate, which), by=self.clerks[0])

    @rule(which=WHICH)
    def a_certificate_is_withdrawn(self, which: int) -> None:
        self.attempt(ocop.withdraw_certificate, self.one(OcopCertificate, which), reason="sai", by=self.clerks[0])

    @rule(which=WHICH)
    def opens_a_renewal(self, which: int) -> None:
        old = self.one(OcopCertificate, which)
        if old is not None and old.state is CertificateState.CHECKED:
            self.attempt(
                ocop.open_dossier, self.merchant, product_name="Mắm", set_key="I.4.a", renews=old, by=self.owner
            )

    @rule(which=WHICH, deed=st.sampled_from([*DEEDS, *[None] * 9]), rating=st.sampled_from([GOOD, GOOD, BAD, BEST]))
    def a_file_goes_on(self, which: int, deed: str | None, rating: Rating) -> None:
        """Do what comes next by the law, or anything at all."""
        file = self.one(OcopDossier, which)
        how: dict[str, Any] = {
            "screen": {"findings": stars.findings()},
            "consult": {"met_on": clock.today(), "met_where": "xã", "met_people": 9, "met_conclusion": "Đồng ý."},
            "report": {"report_no": "4/BC"},
            "rate": {"rating": rating},
            "ask_update": {"sentence": "thiếu"},
        }
        name = deed or NEXT.get(file.state, "rate")
        self.attempt(getattr(ocop, name), file, **how.get(name, {}), by=self.clerks[0])

    @invariant()
    def stars_come_from_a_decision(self) -> None:
        for file in self.every(OcopDossier):
            assert (file.state is DossierState.RECOGNISED) == (file.certificate_id is not None)


class Relatives(Family):
    """What owner, relatives and clerks do about powers, the owner's word and codes printed ahead."""

    kinds = (Delegation, HelpedConfirmation, CodeBatch)

    def __init__(self) -> None:
        super().__init__()
        self.batch_id = helping.issue_batch(area_path=COMMUNE, by=self.clerks[0]).id
        self.slip_no = f"{next(_slips):04d}"
        told = {"name": "Hà", "relation": "cháu", "phone": PHONES[0], "powers": [Power.DOSSIER], "months": 3}
        helping.ask_delegation(self.merchant, **told, by=self.owner)

    def every(self, kind: type[Any]) -> list[Any]:
        if kind is CodeBatch:
            return [db.session.get_one(CodeBatch, self.batch_id)]
        return super().every(kind)

    @rule(phone=st.sampled_from(PHONES), months=st.integers(1, 13), powers=st.sets(st.sampled_from(list(Power))))
    def asks_for_a_relative(self, phone: str, months: int, powers: set[Power]) -> None:
        told = {"name": "Hà", "relation": "cháu", "phone": phone, "powers": sorted(powers), "months": months}
        self.attempt(helping.ask_delegation, self.merchant, **told, by=self.owner)

    @rule(which=WHICH, is_right=st.sampled_from([True, True, False]))
    def the_relative_gives_the_code(self, which: int, is_right: bool) -> None:
        row = self.one(Delegation, which)
        code = proofs.make_code(purpose=Purpose.DELEGATE, subject_id=row.id) if row and is_right else "wrong"
        self.attempt(helping.confirm_delegate_phone, row, code=code, by=self.owner)

    @rule(which=WHICH, deed=st.sampled_from([helping.confirm_at_counter, helping.revoke_delegation]))
    def a_delegation_is_agreed_to_or_stopped(self, which: int, deed: Callable[..., object]) -> None:
        self.attempt(deed, self.one(Delegation, which), by=self.clerks[0])

    @rule(clerk=st.integers(0, 1), deed=st.sampled_from([helping.void_batch, helping.keep_batch, helping.ask_to_void]))
    def a_block_is_lost_or_found(self, clerk: int, deed: Callable[..., object]) -> None:
        how = {"reason": "mất"} if deed is helping.ask_to_void else {}
        self.attempt(deed, self.one(CodeBatch, 0), **how, by=self.clerks[clerk])

    @rule(is_on_paper=st.booleans())
    def asks_for_the_owners_word(self, is_on_paper: bool) -> None:
        if is_on_paper:
            how = {"slip_no": self.slip_no, "mark": Mark.SIGNATURE}
            self.attempt(helping.write_slip, self.merchant, **how, by=self.clerks[0])
        else:
            self.attempt(helping.ask_for_call, self.merchant, by=self.clerks[0])

    @rule(deed=st.sampled_from([helping.confirm_by_call, helping.match_slip, helping.note_not_confirmed]))
    def the_owner_is_heard(self, deed: Callable[..., object]) -> None:
        self.attempt(deed, self.one(HelpedConfirmation, 0), by=self.clerks[0])

    @invariant()
    def a_relative_can_do_what_both_agreed_to_and_nothing_after_its_end(self) -> None:
        living = [each for each in self.every(Delegation) if each.state is DelegationState.ACTIVE]
        held = db.session.query(AccountHolding).filter_by(merchant_id=self.merchant.id, role=Role.DELEGATE)
        assert {each.account_id for each in living} == {each.account_id for each in held}
        assert all(each.phone_confirmed_at and each.owner_confirmed_at for each in living)
        assert len(living) <= 2

    @invariant()
    def the_owner_said_yes_and_two_people_gave_a_block_up(self) -> None:
        for row in self.every(HelpedConfirmation):
            assert (row.state is ConfirmationState.CONFIRMED) == (row.confirmed_at is not None)
        for batch in self.every(CodeBatch):
            assert batch.voided_by_id is None or batch.voided_by_id != batch.void_asked_by_id


def _standing(row: Any) -> tuple[object, ...]:
    names = ("id", "state", "way", "slip_no", "replaced_at", "removed_at", "checked_at")
    return tuple(getattr(row, name, None) for name in names)


def assert_walked(row: Any) -> None:
    """Compare a row's trace with its table: each step starts where the one before ended, and is in the table."""
    match row:
        case OcopCertificate():
            subject, word, machine = ("ocop_certificate", row.id), "state", CERTIFICATE
        case OcopDossier():
            subject, word, machine = ("ocop_dossier", row.id), "state", ROUTES[row.route]
        case Delegation():
            subject, word, machine = ("delegation", row.id), "state", DELEGATION
        case CodeBatch():
            subject, word, machine = ("code_batch", row.id), "state", CODE_BATCH
        case HelpedConfirmation():
            subject, word, machine = ("merchant", row.merchant_id), "confirmation", CONFIRMATION
        case _:
            return
    steps = {(start.value, end.value) for (start, _step), end in machine.table.items()}
    here = machine.initial.value
    for entry in audit.entries_about(*subject):
        if word in (entry.changes or {}):
            before, here_before = entry.changes[word][0], here
            here = entry.changes[word][1]
            assert before == here_before
            assert (before, here) in steps
    assert here == row.state.value


@pytest.mark.once
@pytest.mark.parametrize("life", [Shelf, Stars, Relatives])
def test_no_order_of_deeds_gives_a_paper_a_star_or_a_helper_what_the_tables_do_not(
    session: object, life: type[Family]
) -> None:
    make.hamlet()
    db.session.commit()
    few = settings(
        max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
        print_blob=True, database=None, phases=[Phase.generate],
    )  # fmt: skip

    run_state_machine_as_test(life, settings=few)
