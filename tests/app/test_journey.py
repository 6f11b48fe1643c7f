"""The five steps on an owner's page: each told from what really happened, by the slice that knows."""

from app.core import clock
from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from merchants.journey import later_steps
from merchants.models import Merchant
from merchants.training import services as training
from merchants.training.states import Attendance
from tests.browser import Browser
from tests.factories import figures
from tests.factories import payments as money
from tests.factories import training as classes
from tests.factories.catalog import make_maker, make_product


def owner_of(merchant: Merchant) -> Actor:
    return Actor(new_id(), merchant.owner_name, (Holding(Role.OWNER, merchant_id=merchant.id),))


def told(merchant: Merchant, actor: Actor | None = None) -> list[tuple[str, bool]]:
    return [(task.hint, task.is_done) for task in later_steps(merchant, actor or owner_of(merchant))]


def test_nothing_has_happened_yet() -> None:
    assert told(make_maker()) == [
        ("Một sản phẩm với ba ảnh là đủ để bắt đầu", False),
        ("Làm mã QR của nhà mình, miễn phí", False),
        ("Miễn phí, ngay tại thôn", False),
        ("Cần một sản phẩm", False),
    ]


def test_a_product_that_no_marketplace_would_take_is_not_yet_a_step() -> None:
    merchant = make_maker()
    figures.enter_product(merchant)

    assert told(merchant)[0] == ("0 trong 1 sản phẩm đủ để lên kênh bán", False)

    figures.enter_product(merchant, name="Mắm tôm", ready=True)

    assert told(merchant)[0] == ("1 trong 2 sản phẩm đủ để lên kênh bán", True)
    assert told(merchant)[3] == ("Có sản phẩm đã đủ: cho hiện lên", False)


def test_a_shown_product_is_on_the_marketplaces() -> None:
    merchant = make_maker()
    make_product(merchant, shown=True)

    assert told(merchant)[3] == ("1 sản phẩm đang hiện cho khách xem", True)


def test_money_is_done_once_it_is_used_and_not_once_a_card_is_printed() -> None:
    merchant = make_maker()
    money.make_account(merchant)
    figures.give_sign(merchant)

    assert told(merchant)[1] == ("Đã có biển. Tiếp theo: thử với 1.000 ₫", False)

    figures.prove_payment(merchant, times=5, on=clock.today())

    assert told(merchant)[1] == ("Tháng này đang dùng", True)


def test_a_class_is_done_by_coming_and_not_by_signing_up() -> None:
    merchant = make_maker()
    session = classes.make_session(in_days=0)
    place = training.sign_up(session, merchant=merchant, by=classes.BY)

    assert told(merchant)[2] == ("Đã ghi tên 1 lớp", False)

    training.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=classes.BY)

    assert told(merchant)[2] == ("Đã đi học 1 buổi", True)


def test_the_commune_is_not_told_of_the_money() -> None:
    merchant = make_maker()
    money.make_account(merchant)
    clerk = Actor(new_id(), "Cán bộ", (Holding(Role.CLERK, area_path="33/12826/"),))

    task = later_steps(merchant, clerk)[1]

    assert (task.hint, task.url, task.is_done) == ("Chuyện tiền chỉ chủ cơ sở xem", "", False)


def test_the_owner_is_led_to_the_first_step_that_is_not_done(browser: Browser) -> None:
    merchant = make_maker()
    make_product(merchant, shown=True)
    db.session.commit()
    browser.sign_in(owner_of(merchant))

    page = browser.visit(f"/hs/{merchant.code}")

    assert "Việc tiếp theo: Bước 3" in page.text
    assert f'href="/hs/{merchant.code}/tt"' in page.html
