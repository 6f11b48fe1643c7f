"""A list is tried out, taken over, gone on with and undone; what the trial says is what happens."""

from sqlalchemy import event, func, select

from app.core.audit import AuditEntry
from app.core.db import db
from merchants import services as merchants
from merchants.identity import queries as identity
from merchants.identity.models import IdentityNumber
from merchants.identity.rules import NumberKind
from merchants.imports import queries
from merchants.imports.models import ImportRow, ListImport
from merchants.imports.rules.matching import Person
from merchants.imports.states import ImportState, Verdict
from merchants.models import Merchant
from merchants.search import queries as search
from merchants.services import note_looks
from merchants.states import Stage
from tests.factories import imports as make
from tests.factories import merchants as dossiers
from tests.factories.imports import line


def count(of: object, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(of).where(*where)) or 0


def made_by(found: ListImport) -> list[Merchant]:
    led = Merchant.id.in_(make.led_to(found))
    return list(db.session.scalars(select(Merchant).where(led).order_by(Merchant.code)))


def test_the_trial_writes_no_dossier_and_the_real_run_makes_what_it_said() -> None:
    before = count(Merchant)
    found = make.checked([line(), line(birth_year="tuổi Thìn"), line(owner_name="")])

    assert (found.state, count(Merchant)) == (ImportState.CHECKED, before)
    assert found.expected == {"new": 1, "wrong": 2}

    with make.transaction():
        make.services.accept(found, by=found.actor())
    make.jobs.run_pending()
    found = make.fresh(found)

    assert (found.state, found.happened) == (ImportState.TAKEN, {"new": 1, "wrong": 2})
    assert count(Merchant) == before + 1


def test_a_line_becomes_a_listed_draft_that_is_found_has_its_numbers_sealed_and_is_written_down() -> None:
    by = make.clerk()
    given = line(owner_name="Hồ Thị Lạ Kỳ", birth_year=1964, citizen_id=34164000001, business_name="Mắm Lạ Kỳ")
    found = make.taken([given], by=by)
    (merchant,) = made_by(found)

    assert (merchant.stage, merchant.list_source, merchant.listed_on) == (
        Stage.DRAFT, "Danh sách hộ sản xuất 2026", found.listed_on,
    )  # fmt: skip
    assert (merchant.owner_name, merchant.phone[:6], merchant.area_path) == ("Hồ Thị Lạ Kỳ", "+84912", "33/12826/01/")
    assert identity.numbers_of(merchant.id)[NumberKind.CITIZEN_ID].masked == "•••001"
    assert identity.holders_of(NumberKind.CITIZEN_ID, "034164000001") == {merchant.id}
    assert [hit.code for hit in search.find(by, "ho thi la ky").hits] == [merchant.code]
    noted = select(AuditEntry.action).where(AuditEntry.subject_id == merchant.id).order_by(AuditEntry.id)
    assert list(db.session.scalars(noted)) == ["merchant:list", "identity:record"]
    assert count(ImportRow, ImportRow.import_id == found.id) == 1


def test_a_known_household_is_not_made_again_and_only_blanks_of_a_listed_draft_are_filled() -> None:
    first = make.taken([line(phone="0912000111", owner_name="Hồ Văn Một", business_name="Cũ", birth_year=None)])
    again = make.taken([line(phone="0912000111", owner_name="Hồ Văn Một", business_name="Mới", birth_year=1971)])
    (merchant,) = made_by(first)
    db.session.refresh(merchant)

    assert again.happened == {"filled": 1}
    assert (merchant.business_name, merchant.birth_year) == ("Cũ", 1971)
    third = make.taken([line(phone="0912000111", owner_name="Hồ Văn Một", birth_year=1971, business_name="Khác")])
    assert third.happened == {"same": 1}


def test_a_dossier_in_its_familys_hands_is_never_changed_by_a_list() -> None:
    sent = dossiers.submitted(owner_name="Hồ Thị Gửi", phone="+84912000222", business_name="Mắm Gửi")
    found = make.taken([line(owner_name="Hồ Thị Gửi", phone="0912000222", birth_year=1964, house_note="khác"), line()])
    version = sent.version
    db.session.refresh(sent)

    assert found.happened == {"same": 1, "new": 1}
    assert (sent.version, sent.house_note) == (version, "cạnh nhà văn hoá")


def test_a_familys_own_unsent_draft_is_nobodys_business() -> None:
    own = dossiers.draft(owner_name="Hồ Thị Riêng", phone="+84912000333")
    found = make.taken([line(owner_name="Hồ Thị Riêng", phone="0912000333", birth_year=1964)])

    assert found.happened == {"new": 1}
    assert own.id not in {merchant.id for merchant in made_by(found)}


def test_what_may_be_a_twin_goes_back_until_somebody_has_asked() -> None:
    known = dossiers.confirmed(owner_name="Hồ Thị Trùng", phone="+84912000444", birth_year=1964)
    twin = line(owner_name="Hồ Thị Trùng", phone=None, birth_year=1964)
    found = make.checked([twin, line(phone="0912000444")])

    assert found.expected == {"twin": 2}
    said = [make_sentence(row) for row in queries.rows_sent_back(found.id)]
    assert all(known.code in sentence for sentence in said), said
    asked = make.taken([{**twin, make.Column.APART: "x"}])
    assert asked.happened == {"new": 1}


def make_sentence(row: ImportRow) -> str:
    from merchants.imports import words

    return words.sentences(row.problems)


def test_a_household_twice_in_one_list_is_taken_once() -> None:
    one = line(phone="0912000555", owner_name="Hồ Thị Hai")
    found = make.taken([one, one, line(phone="0912000555"), line(phone="0912000555", apart="x")])

    assert found.happened == {"new": 2, "wrong": 1, "twin": 1}


def test_a_commune_outside_ones_own_is_refused_row_by_row() -> None:
    found = make.checked([line(commune="Thụy Anh"), line(commune="xã Thái Thụy"), line(commune="Không Có")])

    assert found.expected == {"wrong": 2, "new": 1}
    assert [row.problems[0]["reason"] for row in queries.rows_sent_back(found.id)] == [
        "commune_elsewhere", "commune_unknown",
    ]  # fmt: skip


def test_undoing_takes_away_what_nobody_touched_and_leaves_the_rest() -> None:
    known = {"owner_name": "Hồ Văn Sẵn", "phone": "0912000666", "birth_year": None}
    first = make.taken([line(**known)])
    (before,) = made_by(first)
    lines = [line(citizen_id="034164000002", birth_year=1964, slip="12"), line(), line(), line(), line()]
    found = make.taken([*lines, line(**known, business_name="Mới")])
    untouched, answered, looked = make.led_to(found)[:3]
    helper = make.clerk()
    merchants.answer_business_name(db.session.get(Merchant, answered), business_name="Mắm Mới", by=helper)
    note_looks([looked], why="list", by=helper)
    with make.transaction():
        pass
    assert found.happened == {"new": 5, "filled": 1}

    found = make.undone(found)

    assert found.state is ImportState.UNDONE
    db.session.expire_all()
    assert db.session.get(Merchant, untouched) is None
    assert db.session.get(Merchant, answered) is not None
    assert count(IdentityNumber, IdentityNumber.merchant_id == untouched) == 0
    shell = db.session.get(Merchant, looked)
    assert shell is not None
    assert (shell.stage, shell.owner_name, shell.phone, shell.listed_on) == (Stage.WITHDRAWN, "", "", None)
    assert before.business_name == ""
    assert [row.kept_because for row in queries.kept_rows(found.id, limit=9)] == ["changed"]
    assert count(AuditEntry, AuditEntry.action == "merchant:unlist", AuditEntry.subject_id == untouched) == 1


def test_after_undoing_the_same_file_may_be_brought_again() -> None:
    data = make.workbook([line()])
    by = make.clerk()
    first = make.taken(data, by=by)
    assert make.brought(data, by=by).id == first.id

    make.undone(first)
    again = make.taken(data, by=by)

    assert again.id != first.id
    assert again.happened == {"new": 1}


def test_a_second_worker_stops_instead_of_doing_it_twice() -> None:
    found = make.checked([line(), line()])
    with make.transaction():
        make.services.accept(found, by=found.actor())
    make.services.take(found.id)
    make.services.take(found.id)

    assert make.fresh(found).happened == {"new": 2}
    assert count(ImportRow, ImportRow.import_id == found.id, ImportRow.verdict == Verdict.NEW) == 2


def test_who_is_known_is_looked_up_by_what_is_shared_however_many_drafts_there_are() -> None:
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL plans by what it has counted
    asked: list[tuple[str, object]] = []
    people = [Person("", f"ten {n}", 1964, make.HERE, "", f"+849123456{n:02d}") for n in range(100)]

    def note(_connection: object, _cursor: object, said: str, given: object, *_rest: object) -> None:
        asked.append((said, given))

    event.listen(db.engine, "before_cursor_execute", note)
    queries.known_like(people, make.HERE)
    event.remove(db.engine, "before_cursor_execute", note)

    plans = [db.session.connection().exec_driver_sql(f"explain query plan {said}", given) for said, given in asked]
    steps = [row[3] for plan in plans for row in plan]
    assert len(steps) == 2
    assert "phone=?" in steps[0]
    assert "owner_name_fold=?" in steps[1]
