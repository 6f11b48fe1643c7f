"""Official numbers lie sealed, are found again by their hash, and open only for a reason that the owner reads."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text

from app.core import audit, sealed, settings
from app.core.db import db
from app.core.ids import new_id
from app.core.transaction import transaction
from app.policy import Actor, Holding, Role
from merchants.identity import queries, services
from merchants.identity.models import IdentityNumber
from merchants.identity.rules import NumberKind
from merchants.identity.services import NumberRefusedError, ReasonMissingError
from merchants.legal_forms import LegalForm
from merchants.models import DossierLook, Merchant
from tests.factories import merchants as make

NUMBER = "034164000417"
CLERK = Actor(new_id(), "Chú Đỗ Văn Thành", (Holding(Role.CLERK, "33/12826/"),))


@pytest.fixture(autouse=True)
def given_back() -> Iterator[None]:
    before = settings.current()
    yield
    settings.use(before)


def record(merchant: Merchant, kind: NumberKind = NumberKind.CITIZEN_ID, number: str = NUMBER) -> IdentityNumber:
    with transaction():
        return services.record_number(merchant, kind=kind, number=number, by=make.owner(merchant))


def test_the_number_is_nowhere_in_the_row_but_sealed() -> None:
    row = record(make.submitted(), number="034 164 000 417")

    stored = str(db.session.execute(text("select * from identity_number")).mappings().one())
    assert NUMBER not in stored
    assert NUMBER[:9] not in stored
    assert row.masked == "•••417"
    assert sealed.unseal(row.sealed, context=row.context) == NUMBER


def test_a_ciphertext_moved_to_another_row_does_not_open() -> None:
    one, other = record(make.submitted()), record(make.submitted(owner_name="Phạm Văn Lạch", phone="+84912345679"))
    with transaction():
        other.sealed = one.sealed

    with pytest.raises(InvalidTag):
        services.unmask(other, reason="đối chiếu", by=CLERK)


def test_the_same_number_is_found_again_as_tax_code_and_as_citizen_number() -> None:
    one, other, third = (make.submitted(phone=f"+8491234567{n}") for n in range(3))
    record(one)
    record(other, NumberKind.TAX_CODE)
    record(third, number="034164000418")

    assert queries.same_number(one.id) == {other.id}
    assert queries.holders_of(NumberKind.CITIZEN_ID, "034164000417") == {one.id, other.id}


def test_a_number_given_anew_takes_the_place_of_the_old_one() -> None:
    merchant = make.submitted()
    record(merchant)
    record(merchant, number="034164000418")

    assert [row.masked for row in queries.numbers_of(merchant.id).values()] == ["•••418"]


@pytest.mark.parametrize(
    ("kind", "number", "reason"),
    [
        (NumberKind.CITIZEN_ID, "034165000417", "birth_year"),
        (NumberKind.CITIZEN_ID, "03416400041", "length"),
        (NumberKind.CITIZEN_ID, "999164000417", "province"),
        (NumberKind.CITIZEN_ID, "03416400041a", "digits"),
        (NumberKind.TAX_CODE, "0100233488", "length"),
        (NumberKind.CERTIFICATE_NO, "1", "length"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_and_nothing_is_kept(
    kind: NumberKind, number: str, reason: str
) -> None:
    with pytest.raises(NumberRefusedError) as refusal:
        record(make.submitted(), kind, number)

    assert refusal.value.context["reason"] == reason
    assert db.session.scalars(select(IdentityNumber)).all() == []


def test_a_company_gives_the_tax_code_of_a_company() -> None:
    merchant = make.submitted()
    merchant.legal_form = LegalForm.LIMITED_COMPANY

    assert record(merchant, NumberKind.TAX_CODE, "0314409058-002").masked == "•••002"
    with pytest.raises(NumberRefusedError):
        record(merchant, NumberKind.TAX_CODE, NUMBER)


def test_opening_a_number_needs_a_reason_and_the_owner_reads_it() -> None:
    merchant = make.submitted()
    row = record(merchant)
    for reason in ("", "  abc "):
        with pytest.raises(ReasonMissingError), transaction():
            services.unmask(row, reason=reason, by=CLERK)
    assert db.session.scalars(select(DossierLook)).all() == []

    with transaction():
        shown = services.unmask(row, reason="Đối chiếu với giấy đăng ký", by=CLERK)

    assert shown == NUMBER
    look = db.session.scalars(select(DossierLook)).one()
    assert (look.name, look.reason) == (CLERK.name, "number.citizen_id: Đối chiếu với giấy đăng ký")
    last = audit.entries_about("merchant", merchant.id)[-1]
    assert (last.action, last.reason) == ("identity:open", "citizen_id")
    assert NUMBER not in str(vars(last))


def test_rotation_reseals_in_batches_and_the_number_is_found_before_between_and_after() -> None:
    merchants = [make.submitted(phone=f"+8491234567{n}") for n in range(3)]
    rows = [record(merchant) for merchant in merchants]
    everybody = {merchant.id for merchant in merchants}
    key = ("k2", bytes(range(32)))
    settings.use(replace(settings.current(), seal_keys=(key,), blind_keys=(("b2", key[1]),)))

    assert queries.count_waiting_for_rotation() == 3
    with transaction():
        assert services.reseal_some(limit=2) == 2
    assert queries.holders_of(NumberKind.CITIZEN_ID, NUMBER) == everybody
    with transaction():
        assert services.reseal_some(limit=2) == 1
    assert services.reseal_some(limit=2) == 0

    assert {row.key_id for row in rows} == {"k2"}
    assert all(row.blind_index.startswith("b2.") for row in rows)
    assert queries.holders_of(NumberKind.CITIZEN_ID, NUMBER) == everybody
    assert sealed.unseal(rows[0].sealed, context=rows[0].context) == NUMBER
