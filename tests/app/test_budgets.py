"""What a page may weigh on a slow line, packed: one line of the table for each page."""

import contextvars
from uuid import UUID

import pytest
from flask import Flask

from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from payments.services import issue_standee
from tests.browser import Browser
from tests.factories import catalog as products
from tests.factories import imports as lists
from tests.factories import payments as money
from tests.factories import results, rollouts, tourism, training
from tests.factories.periods import TERM, make_flag

VERIFY, QUESTION, TASKS, PRODUCT, OWNER, TABLE, FIGURES = 10, 8, 10, 10, 12, 45, 60
# Path, who looks, kilobytes. A verifying page carries its style with it; the others share one that is kept for a year.
BUDGETS = (
    ("/xm/{serial}", "public", VERIFY),
    ("/xac-minh/{signed}", "public", VERIFY),
    ("/dang-ky", "public", QUESTION),
    ("/hs/moi", "public", QUESTION),
    ("/dang-ky/lam-tiep", "public", QUESTION),
    ("/vao", "public", QUESTION),
    ("/vao/so", "public", QUESTION),
    ("/", "public", TASKS),
    ("/tro-giup", "public", TASKS),
    ("/canh-bao", "public", TASKS),
    ("/quyen-rieng-tu", "public", TASKS),
    ("/dia-ban/12826", "public", TASKS),
    ("/lop-hoc", "public", TASKS),
    ("/lop-hoc/{session}", "public", TASKS),
    ("/khoa-hoc", "public", TASKS),
    ("/san-pham", "public", PRODUCT),
    ("/luat-san", "public", TASKS),
    ("/luat-san/google", "public", TASKS),
    ("/luat-san/shopee-vn", "public", TASKS),
    ("/cb/luat", "official", TABLE),
    ("/cb/luat/google-name-length", "official", TABLE),
    ("/san-pham/{slug}", "public", PRODUCT),
    ("/01/08938505974194/10/L1", "public", PRODUCT),
    ("/du-lich", "public", PRODUCT),
    ("/du-lich/{guests}", "public", PRODUCT),
    ("/hs/{host}/du-lich", "owner", TASKS),
    ("/hs/{host}/du-lich/an-toan", "owner", QUESTION),
    ("/hs/{host}/du-lich/vi-tri", "owner", QUESTION),
    ("/hs/{code}", "owner", TASKS),
    ("/hs/{code}/da-khai", "owner", TASKS),
    ("/hs/{code}/dinh-chinh/ten", "owner", QUESTION),
    ("/cb/dinh-chinh", "official", TABLE),
    ("/hs/{code}/tt", "owner", TASKS),
    ("/hs/{code}/tt/soi-bien", "owner", QUESTION),
    ("/hs/{code}/tt/may", "owner", QUESTION),
    ("/hs/{code}/tt/ten", "owner", QUESTION),
    ("/hs/{code}/tt/doi-tac", "owner", TASKS),
    ("/cb/ngay-hen", "official", TABLE),
    ("/to/thu", "official", QUESTION),
    ("/to/thu/{code}", "official", QUESTION),
    ("/that-hay-gia", "public", TASKS),
    ("/hs/{code}/sp", "owner", TASKS),
    ("/hs/{code}/sp/tep", "owner", TASKS),
    ("/hs/{code}/sp/tra-loi", "owner", TASKS),
    ("/hs/{code}/sp/mau/tiki", "owner", QUESTION),
    ("/sp/{product}/loai", "owner", QUESTION),
    ("/sp/{product}/nhan", "owner", TASKS),
    ("/sp/{product}/nhan/usage", "owner", QUESTION),
    ("/sp/{product}/lich-su", "owner", TASKS),
    ("/sp/{product}/soi-chu", "owner", TASKS),
    ("/sp/{product}/tien", "owner", TASKS),
    ("/sp/{product}/quy-cach", "owner", TASKS),
    ("/sp/{product}/noi-ban", "owner", QUESTION),
    ("/sp/{product}/in", "owner", TASKS),
    ("/hs/{code}/sp/bang", "owner", TASKS),
    ("/hs/{code}/sp/thieu", "owner", TASKS),
    ("/hs/{code}/sp/thieu/can-nang", "owner", QUESTION),
    ("/cb/san-pham", "official", TABLE),
    ("/cb/san-pham/can-nang", "official", TABLE),
    ("/hs/{code}/sp/bang/{goods_list}", "owner", TASKS),
    ("/hs/{code}/sp/tai/{shelf_file}", "owner", QUESTION),
    ("/sp/{product}/anh/them", "owner", QUESTION),
    ("/sp/{product}/quy-cach/kieu", "owner", QUESTION),
    ("/sp/{product}/quy-cach/moi", "owner", QUESTION),
    ("/sp/{product}/kenh/shopee_vn/chu", "owner", TASKS),
    ("/sp/{product}/kenh/shopee_vn/chu/ten", "owner", QUESTION),
    ("/sp/{product}/kenh/shopee_vn/chu/anh", "owner", TASKS),
    ("/toi", "owner", OWNER),
    ("/toi/du-lieu", "owner", OWNER),
    ("/toi/ai-da-xem", "owner", OWNER),
    ("/hs/{code}/dong-y/so", "owner", OWNER),
    ("/hs/{code}/xoa", "owner", OWNER),
    ("/cb/quyen", "official", TABLE),
    ("/cb/tep-san", "official", TABLE),
    ("/qt/su-co", "admin", TABLE),
    ("/hs/{code}/tt/bao-mat-tien", "owner", OWNER),
    ("/hs/{code}/tt/tien-ve", "owner", OWNER),
    ("/hs/{code}/tt/so", "owner", OWNER),
    ("/hs/{code}/tt/tuan", "owner", QUESTION),
    ("/hs/{code}/tt/sao-ke", "owner", OWNER),
    ("/hs/{code}/tt/bao-mat-tien/{loss}", "owner", OWNER),
    ("/cb/mat-tien", "official", TABLE),
    ("/ks/la", "auditor", TABLE),
    ("/cb/viec", "official", TABLE),
    ("/cb/hs/{code}", "official", TABLE),
    ("/cb/nhap", "official", TASKS),
    ("/cb/nhap/moi", "official", TASKS),
    ("/cb/nhap/{list}", "official", TABLE),
    ("/cb/bang/12826", "official", TABLE),
    ("/cb/bang/12826/duong-di", "official", FIGURES),
    ("/cb/bang/12826/vuong-mac", "official", FIGURES),
    ("/cb/bang/12826/theo-nghe", "official", FIGURES),
    ("/cb/theo-nghe", "official", FIGURES),
    ("/cb/bang/vung-cu/341", "official", TABLE),
    ("/chi-so", "public", TASKS),
    ("/chi-so/CS-04", "public", TASKS),
    ("/cb/dinh-nghia", "official", TABLE),
    ("/cb/chot", "official", TABLE),
    ("/cb/so-bao-ve", "official", TASKS),
    ("/cb/so-bao-ve/moi", "official", TASKS),
    (f"/cb/chot/{TERM.code}", "official", TABLE),
    (f"/cb/xem/CS-04?ky={TERM.code}", "official", FIGURES),
    ("/cb/muc-tieu", "official", TABLE),
    (f"/cb/bao-cao/{TERM.code}/12826", "official", TABLE),
    ("/du-lieu-mo", "public", TASKS),
    ("/cb/dinh-nghia/CS-04", "official", TABLE),
    ("/cb/danh-sach/su-dung/mau", "official", TABLE),
    ("/day", "trainer", TABLE),
    ("/day/{session}", "trainer", TABLE),
    ("/day/{session}/in", "trainer", TASKS),
    ("/day/{session}/ghi-ten", "trainer", QUESTION),
    ("/day/{session}/chot", "trainer", QUESTION),
    ("/lop/{session}/cho", "owner", TASKS),
    ("/lop/{session}/co-mat", "owner", QUESTION),
    ("/day/{session}/ky-nang", "trainer", TABLE),
    ("/hs/{code}/ky-nang", "owner", TASKS),
    ("/hs/{code}/tham", "owner", TASKS),
    ("/to/tuyen", "official", TASKS),
    ("/cb/lop", "official", TABLE),
    ("/thu-tu-lop", "public", TASKS),
    ("/thu-tu-lop/{rollout}", "public", TASKS),
    ("/cb/thu-tu-lop", "official", TASKS),
    ("/cb/thu-tu-lop/{rollout}", "official", TABLE),
    ("/cb/thu-tu-lop/moi", "official", TASKS),
    ("/cb/kiem-so", "official", TABLE),
    ("/cb/to", "official", TABLE),
    ("/to/gio-cong", "trainer", TASKS),
    ("/ks/goi-lai", "auditor", TABLE),
    ("/cb", "official", FIGURES),
)


def actor_of(word: str, *merchant_ids: UUID) -> Actor:
    if word == "owner":
        return Actor(new_id(), word, tuple(Holding(Role.OWNER, merchant_id=each) for each in merchant_ids))
    return Actor(new_id(), word, (Holding(Role(word), area_path="33/12826/"),))


@pytest.mark.once
def test_every_kind_of_page_stays_within_what_a_slow_line_carries(app: Flask, browser: Browser) -> None:
    merchant = money.make_merchant(area_path="33/12826/01/")
    account = money.make_account(merchant)
    standee = issue_standee(merchant, confirmed_holder=account.holder_name, by=money.owner_of(merchant))
    maker = products.make_maker()
    slugs = [products.make_product(maker, shown=True, name=f"Nước mắm số {number}").slug for number in range(20)]
    products.make_product(maker, shown=True, gtin="08938505974194")
    product = products.make_product(merchant)
    products.of_family(product, "I.4.a", usage="Chấm")
    products.in_packs(product, *(f"{litres} lít" for litres in range(1, 51)))
    session_id = training.make_session().id
    make_flag()
    db.session.commit()
    host = tourism.homestay(phone="+84912345670")
    names = {
        "host": host.code,
        "guests": tourism.told(host, an_toan=tourism.SAFE).slug,
        "code": merchant.code,
        "serial": standee.serial,
        "slug": slugs[-1],
        "product": product.id,
        "goods_list": products.make_goods_list(merchant).id,
        "shelf_file": products.make_shelf_file(merchant).id,
        "loss": money.make_loss(merchant).id,
        "session": session_id,
        "rollout": rollouts.drawn().id,
        "list": lists.checked([lists.line(owner_name="") for _ in range(150)]).id,
        "signed": results.issued(merchant).code,
    }
    db.session.commit()
    browsers = {"public": browser}
    for word in ("owner", "official", "trainer", "admin", "auditor"):
        browsers[word] = Browser(app)
        browsers[word].sign_in(actor_of(word, merchant.id, host.id))

    too_heavy = {}
    for path, word, kilobytes in BUDGETS:
        ask = browsers[word].client.get
        answer = contextvars.Context().run(ask, path.format(**names), headers={"Accept-Encoding": "br"})
        if (answer.status_code, answer.headers.get("Content-Encoding")) != (200, "br"):
            too_heavy[path] = answer.status
        elif len(answer.data) > kilobytes * 1024:
            too_heavy[path] = f"{len(answer.data)} bytes"

    assert too_heavy == {}
