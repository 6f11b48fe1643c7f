"""The order in which hamlets are taught: anybody draws it again, and what is changed afterwards says why."""

import csv
import hashlib
import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import audit
from app.core.db import db
from app.core.errors import NotPermittedError
from app.dashboards.cohorts.rules import Business
from app.dashboards.rollouts import access, demo, queries, rules, services
from app.dashboards.rollouts.models import Rollout, RolloutMove
from app.dashboards.rollouts.states import RolloutState
from app.policy import Permission, Role
from tests.browser import Browser
from tests.factories import figures
from tests.factories.periods import noon
from tests.factories.rollouts import BY, DRAW_ON, FIRST_ON, NUMBER, PLAN, PUBLISHED_ON, SENTENCE, drawn, on, published
from tests.factories.training import THAI_THUY, THUY_ANH, make_course, make_merchant, someone

HERE, THERE = "33/12826/01/", "33/12826/02/"
WHY = "Đường đê cấm đến tháng 3"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def turns(rollout: Rollout) -> dict[str, tuple[int | None, int | None]]:
    return {each.code: (each.drawn_wave, each.wave) for each in queries.hamlets(rollout.id)}


def test_anybody_draws_again_from_the_published_file_alone(browser: Browser) -> None:
    rollout = drawn()
    db.session.commit()

    file = browser.visit(f"/thu-tu-lop/{rollout.id}.csv").data.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(file)))
    assert [int(row["thu_tu"]) for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) > 2
    first = rows[0]
    seed = sha256(f"{first['cau']}|{first['ngay_boc']}|{first['so']}")
    by_hand = sorted((row["ma_thon"] for row in rows), key=lambda code: sha256(f"{seed}|{code}"))
    assert [row["ma_thon"] for row in rows] == by_hand
    assert {row["hat_giong"] for row in rows} == {seed}


def test_another_number_draws_another_order() -> None:
    codes = [f"{number:02}" for number in range(20)]
    orders = {tuple(rules.drawn(rules.seed_of(SENTENCE, DRAW_ON, f"{number:05}"), codes)) for number in range(50)}

    assert len(orders) == 50


@given(st.sets(st.text("0123456789", min_size=1, max_size=5), min_size=2, max_size=40), st.integers(2, 6))
def test_every_hamlet_is_drawn_once_and_turns_differ_by_one_at_most(codes: set[str], waves: int) -> None:
    order = rules.drawn("seed", codes)
    in_turn = [rules.wave_at(position, places=len(order), waves=waves) for position in range(1, len(order) + 1)]

    sizes = [in_turn.count(wave) for wave in range(1, waves + 1)]
    assert (set(order), len(order)) == (codes, len(codes))
    assert in_turn == sorted(in_turn)
    assert sum(sizes) == len(codes)
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("sentence", {"sentence": "Ngắn quá"}),
        ("sentence", {"sentence": "=SUM(A1:A9) + một câu rất dài"}),
        ("draw_on", {"draw_on": PUBLISHED_ON}),
        ("first_on", {"draw_on": FIRST_ON}),
    ],
)
def test_what_could_not_be_trusted_is_refused_and_nothing_is_published(field: str, wrong: dict[str, object]) -> None:
    with pytest.raises(services.RolloutRefusedError) as refusal:
        published(**wrong)

    assert refusal.value.field == field
    assert queries.published() == []


def test_fewer_hamlets_than_turns_are_not_drawn() -> None:
    with on(PUBLISHED_ON), pytest.raises(services.RolloutRefusedError) as refusal:
        services.publish("33/12865/99/", make_course().id, sentence=SENTENCE, draw_on=DRAW_ON, plan=PLAN, by=BY)

    assert refusal.value.field == "waves"


def test_publishing_twice_is_once_and_other_words_wait_until_the_first_is_withdrawn() -> None:
    first = published()
    assert published() is first

    with pytest.raises(services.RolloutRefusedError):
        published(sentence="Một câu khác hẳn cho lần bốc này")
    services.withdraw(first, reason=WHY, by=BY)
    services.withdraw(first, reason="Lần nữa", by=BY)

    second = published(sentence="Một câu khác hẳn cho lần bốc này")
    assert (first.state, first.withdrawn_why, second.state) == (RolloutState.WITHDRAWN, WHY, RolloutState.PUBLISHED)
    assert [each.action for each in audit.entries_about("rollout", first.id)].count("rollout:withdrawn") == 1


def test_nobody_draws_before_the_day_nor_a_second_time_with_another_number() -> None:
    rollout = published()
    with on(DRAW_ON - timedelta(days=1)), pytest.raises(services.NotYetDrawnError):
        services.draw(rollout, digits=NUMBER, by=BY)
    assert (rollout.state, rollout.digits) == (RolloutState.PUBLISHED, "")

    with on(DRAW_ON):
        services.draw(rollout, digits=NUMBER, by=BY)
        before = turns(rollout)
        services.draw(rollout, digits=NUMBER, by=BY)
        with pytest.raises(services.AlreadyDrawnError):
            services.draw(rollout, digits="99999", by=BY)

    assert (rollout.digits, turns(rollout)) == (NUMBER, before)
    assert [each.action for each in audit.entries_about("rollout", rollout.id)].count("rollout:drawn") == 1


def test_a_move_is_logged_with_its_reason_and_leaves_the_drawn_turn() -> None:
    rollout = drawn()
    hamlet = queries.hamlets(rollout.id)[0]

    services.move(hamlet, wave=2, reason=WHY, by=BY)
    services.move(hamlet, wave=2, reason="Lần nữa", by=BY)

    [logged] = queries.moves(rollout.id)
    assert (logged.from_wave, logged.to_wave, logged.reason) == (1, 2, WHY)
    assert (hamlet.drawn_wave, hamlet.wave) == (1, 2)
    [entry] = [each for each in audit.entries_about("rollout", rollout.id) if each.action == "rollout:hamlet_moved"]
    assert entry.reason == WHY


def test_before_the_draw_there_is_no_turn_to_change() -> None:
    hamlet = queries.hamlets(published().id)[0]

    with pytest.raises(services.NotYetDrawnError):
        services.move(hamlet, wave=2, reason=WHY, by=BY)
    assert db.session.query(RolloutMove).count() == 0


def test_a_moved_hamlet_is_compared_by_the_turn_it_drew() -> None:
    rollout = drawn()
    first, last = queries.hamlets(rollout.id)[0], queries.hamlets(rollout.id)[-1]
    for hamlet in (first, last):
        long_ago = noon(date(2026, 1, 5))
        times = {"started_at": long_ago, "submitted_at": long_ago, "confirmed_at": long_ago}
        merchant = make_merchant(hamlet.area_path, **times)
        if hamlet is first:
            figures.prove_payment(merchant, on=date(2026, 7, 20))
    db.session.flush()
    today = date(2026, 8, 15)
    before = queries.comparison(rollout, queries.hamlets(rollout.id), today)

    services.move(first, wave=2, reason=WHY, by=BY)

    assert queries.comparison(rollout, queries.hamlets(rollout.id), today) == before
    july = before[0]
    assert (july.sooner.asked, july.sooner.measured, july.later.asked, july.later.measured) == (1, 1, 1, 0)


def test_only_who_was_there_before_and_not_paid_yet_is_asked_and_signs_stay_apart() -> None:
    long_ago, july = date(2026, 1, 5), date(2026, 7, 9)
    everybody = [
        Business(HERE, long_ago, july, (july,)),
        Business(HERE, long_ago, None, (july,)),
        Business(HERE, long_ago, date(2026, 6, 30)),
        Business(HERE, FIRST_ON, july),
        Business(THERE, long_ago, None),
        Business("33/12826/99/", long_ago, july),
    ]
    starts = {HERE: FIRST_ON, THERE: date(2026, 9, 1)}

    july_row, august, september = rules.compared(everybody, starts, begun=FIRST_ON, today=date(2026, 9, 3))

    assert (july_row.sooner.asked, july_row.sooner.measured, july_row.sooner.signs) == (2, 1, 1)
    assert (july_row.later.asked, july_row.later.measured, july_row.later.measured_pct) == (1, 0, 0)
    assert (august.until, september.until) == (date(2026, 8, 31), date(2026, 9, 3))
    assert (september.sooner.asked, september.later.asked, september.later.measured_pct) == (3, 0, None)


def test_an_official_publishes_draws_moves_and_everybody_reads_why(browser: Browser) -> None:
    rollout = published()
    db.session.commit()
    page = f"/cb/thu-tu-lop/{rollout.id}"
    with on(DRAW_ON):
        browser.sign_in(someone(Role.OFFICIAL))
        assert browser.fill(page, to=f"{page}/boc", digits="4217").status == 422
        assert browser.fill(page, to=f"{page}/boc", digits=NUMBER).status == 303
        hamlet = queries.hamlets(rollout.id)[0]
        assert browser.fill(f"/cb/thu-tu-lop/doi/{hamlet.id}", wave="2", reason="").status == 422
        assert browser.fill(f"/cb/thu-tu-lop/doi/{hamlet.id}", wave="2", reason=WHY).status == 303

    public = Browser(browser.app).visit(f"/thu-tu-lop/{rollout.id}")
    assert WHY in public.text
    assert NUMBER in public.text
    assert "Chú Đỗ Văn Thành" not in public.text


def test_a_withdrawn_order_stays_readable_with_its_reason(browser: Browser) -> None:
    rollout = drawn()
    db.session.commit()
    browser.sign_in(someone(Role.OFFICIAL))

    assert browser.fill(f"/cb/thu-tu-lop/{rollout.id}/bo", reason=WHY).status == 303

    page = Browser(browser.app).visit(f"/thu-tu-lop/{rollout.id}")
    assert WHY in page.text
    assert NUMBER in page.text


def test_the_comparison_says_that_it_is_no_proof_of_a_cause(browser: Browser) -> None:
    rollout = drawn()
    db.session.commit()
    with on(date(2026, 8, 15)):
        browser.sign_in(someone(Role.LEADER))
        page = browser.visit(f"/cb/thu-tu-lop/{rollout.id}")

    assert "Liên hệ, chưa chắc là nguyên nhân." in page.text
    assert "31/07/2026" in page.text or "31/7/2026" in page.text


def test_a_form_publishes_once(browser: Browser) -> None:
    make_course()
    db.session.commit()
    with on(PUBLISHED_ON):
        browser.sign_in(someone(Role.OFFICIAL))
        answers = {
            "commune": THAI_THUY,
            "course": "nhan-tien",
            "waves": "2",
            "first_on": FIRST_ON.isoformat(),
            "every_months": "2",
            "sentence": SENTENCE,
            "draw_on": ["10", "6", "2026"],
        }
        sent = browser.fill("/cb/thu-tu-lop/moi", **answers)

    assert sent.status == 303
    [made] = queries.published()
    assert (made.plan, made.draw_on, made.sentence) == (PLAN, DRAW_ON, SENTENCE)


def test_an_official_of_another_commune_finds_nothing_and_changes_nothing(browser: Browser) -> None:
    rollout = drawn()
    hamlet = queries.hamlets(rollout.id)[0]
    db.session.commit()
    browser.sign_in(someone(Role.OFFICIAL, THUY_ANH))

    assert browser.visit(f"/cb/thu-tu-lop/{rollout.id}").status == 404
    assert browser.post(f"/cb/thu-tu-lop/{rollout.id}/bo", reason=WHY).status == 404
    assert browser.post(f"/cb/thu-tu-lop/doi/{hamlet.id}", wave="2", reason=WHY).status == 404
    db.session.expire_all()
    assert (rollout.state, hamlet.wave) == (RolloutState.DRAWN, 1)


def test_who_reads_figures_without_planning_classes_changes_nothing() -> None:
    rollout = drawn()

    assert access.rollout_for(someone(Role.PROVINCE, "33/"), rollout.id) is rollout
    with pytest.raises(NotPermittedError):
        access.rollout_for(someone(Role.PROVINCE, "33/"), rollout.id, Permission.TRAINING_PLAN)


def test_the_demonstration_shows_one_drawn_and_one_waiting_and_loads_once() -> None:
    make_course()
    demo.load(BY)
    demo.load(BY)

    assert sorted(each.state for each in queries.published()) == [RolloutState.DRAWN, RolloutState.PUBLISHED]
    assert all("minh hoạ" in each.sentence for each in queries.published())
