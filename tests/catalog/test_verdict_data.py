"""Verdicts and rules as programs read them: the same judging as on the pages, and open to the same people."""

from markupsafe import escape

from app.core import clock
from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from catalog import queries
from catalog.channel_rules import Channel, read_rule, shipped_book
from tests.browser import Browser
from tests.factories.catalog import make_maker, make_product, owner_of


def test_programs_are_told_of_a_product_what_its_page_says(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True, name="Nước mắm", box_cm="")
    browser.sign_in(owner_of(product.merchant))

    told = browser.visit(f"/sp/{product.id}/kenh.json").response.get_json()
    page = browser.visit(f"/sp/{product.id}/kenh").html

    assert (told["sku"], told["is_public"]) == (product.sku, True)
    verdicts = {each["channel"]: each for each in told["verdicts"]}
    kept = queries.readiness_rows(product.id)
    assert {channel.value: row.verdict for channel, row in kept.items()} == {
        channel: each["verdict"] for channel, each in verdicts.items()
    }
    (short,) = [each for each in verdicts["shopee_vn"]["missed"] if each["rule"] == "shopee-name-min"]
    assert (short["standing"], short["difference"]) == ("not_confirmed", {"short": 2, "limit": 10, "have": 8})
    assert short["mended_at"] == f"/sp/{product.id}/ten?sua=1"
    for each in verdicts.values():
        assert all(str(escape(missed["sentence"])) in page for missed in each["missed"])


def test_who_may_not_see_a_product_reads_no_verdicts_of_it(browser: Browser) -> None:
    product = make_product(make_maker(), shown=True)
    address = f"/sp/{product.id}/kenh.json"
    assert browser.visit(address).status in (302, 303)

    browser.sign_in(owner_of(make_maker(commune="33/12865/")))
    assert browser.visit(address).status == 404

    browser.sign_in(Actor(new_id(), "Công chức", (Holding(Role.CLERK, "33/12826/"),)))
    assert browser.visit(address).status == 200


def test_the_rules_of_every_place_are_given_out_whole(browser: Browser) -> None:
    book, today = shipped_book(), clock.today()

    for channel in Channel:
        rows = browser.visit(f"/luat-san/{channel.value.replace('_', '-')}.json").response.get_json()

        assert [read_rule(row) for row in rows] == [*book.on(channel, today), *book.later(channel, today)]
        assert all(row["sentence"] and row["source"] and row["verified_on"] for row in rows)
    assert "/luat-san/stays.json" in browser.visit("/luat-san/stays").html
