"""All marketplaces judged at once say what each says when it is asked alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from catalog.channel_rules import Channel, shipped_book
from catalog.judging import Demands, Told, judge
from catalog.readiness import evaluate
from catalog.rules import OwnWords, PhotoFacts, PhotoRole, ProductFacts, SentPicture, Unit, VariantFacts

DAYS = (date(2026, 11, 24), date(2027, 1, 31))
TEXTS = ("", "Nước mắm", "Nước mắm Diêm Điền 40 độ đạm chai 500 ml", "Chữa khỏi mọi bệnh, OCOP 5 sao " * 20, "x" * 300)
PHOTOS = st.builds(
    PhotoFacts,
    st.sampled_from(PhotoRole),
    st.sampled_from((60, 499, 500, 1500, 6000)),
    st.sampled_from((80, 500, 1500)),
    st.just(9000),
    st.sampled_from(("a" * 64, "b" * 64)),
    is_blurred=st.booleans(),
    is_dark=st.booleans(),
    white_edge_pct=st.sampled_from((None, 20, 95)),
    fingerprint=st.sampled_from(("", "0" * 16)),
    sent=st.none()
    | st.builds(SentPicture, st.sampled_from((300, 1500)), st.just(1500), st.sampled_from((9, 9_000_000))),
)
PACKS = st.builds(
    VariantFacts,
    st.just("M1"),
    st.tuples(st.sampled_from(("500 ml", "Thùng mười hai chai kèm hộp quà và túi giấy in"))),
    price_vnd=st.sampled_from((None, 900, 120_000)),
    gtin=st.sampled_from(("", "08936000000005")),
)
FACTS = st.builds(
    ProductFacts,
    name=st.sampled_from(TEXTS),
    description=st.sampled_from((*TEXTS, "Gọi 0912 345 678 để đặt hàng. " * 5)),
    price_vnd=st.sampled_from((None, 900, 120_000)),
    net_content=st.sampled_from((None, Decimal(500))),
    unit=st.sampled_from((None, Unit.ML, Unit.NIGHT)),
    weight_g=st.sampled_from((None, 900)),
    ingredients=st.sampled_from(("", "Cá cơm, muối")),
    brand=st.sampled_from(("", "Nước mắm Bà Mận")),
    photos=st.lists(PHOTOS, max_size=6).map(tuple),
    is_shown=st.booleans(),
    family=st.sampled_from(("", "I.4.a", "II.1.a", "offer.room", "offer.tour", "offer.meal")),
    attrs=st.sampled_from(({}, {"protein_degree": 40, "warning": "Có cá"}, {"max_guests": 2, "hours": 2})),
    variants=st.lists(PACKS, max_size=2).map(tuple),
    stars=st.sampled_from((0, 4, 5)),
    has_pin=st.booleans(),
)
OWN = st.dictionaries(
    st.sampled_from(Channel),
    st.builds(
        OwnWords,
        title=st.sampled_from(TEXTS),
        description=st.sampled_from(TEXTS),
        price_vnd=st.sampled_from((None, 900)),
        photo_order=st.sampled_from(((), ("b" * 64,))),
    ),
    max_size=2,
)


@cache
def demands_on(day: date) -> Demands:
    book = shipped_book()
    return Demands({channel: (book.on(channel, day), book.version_on(channel, day)) for channel in Channel})


def told_alone(facts: ProductFacts, own: dict[Channel, OwnWords], demands: Demands) -> dict[Channel, Told]:
    told = {}
    for channel, (rules, version) in demands.of.items():
        found = evaluate(facts.with_words(own.get(channel, OwnWords())), channel, rules)
        told[channel] = Told(found.verdict, found.score_met, found.score_required, version)
    return told


@given(FACTS, OWN, st.sampled_from(DAYS))
def test_every_marketplace_says_of_a_product_what_it_says_when_it_is_asked_alone(
    facts: ProductFacts, own: dict[Channel, OwnWords], day: date
) -> None:
    assert judge(facts, own, demands_on(day)) == told_alone(facts, own, demands_on(day))


def test_words_of_one_marketplace_are_judged_there_alone() -> None:
    front = PhotoFacts(PhotoRole.FRONT, 1500, 1500, 400_000)
    facts = ProductFacts(
        name=TEXTS[2], description="Cá cơm và muối. " * 20, price_vnd=120_000, net_content=Decimal(500), unit=Unit.ML,
        weight_g=900, ingredients="Cá cơm, muối", brand="Nước mắm Bà Mận", photos=(front,) * 5, family="I.4.a",
        is_shown=True,
    )  # fmt: skip
    everywhere = judge(facts, {}, demands_on(DAYS[0]))
    there = judge(facts, {Channel.SHOPEE_VN: OwnWords(title=TEXTS[1])}, demands_on(DAYS[0]))

    assert {channel for channel in Channel if there[channel] != everywhere[channel]} == {Channel.SHOPEE_VN}
    renamed = replace(facts, name=TEXTS[1])
    assert there[Channel.SHOPEE_VN] == judge(renamed, {}, demands_on(DAYS[0]))[Channel.SHOPEE_VN]
