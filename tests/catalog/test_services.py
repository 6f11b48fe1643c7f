"""What may be done to a product, and what is kept of it."""

import pytest
from sqlalchemy import delete, func, select, update

from app.core import audit, clock, storage
from app.core.db import db
from app.core.states import TransitionNotAllowedError
from app.core.transaction import transaction
from catalog import demo, images, queries, rules, services
from catalog.channel_rules import Channel, shipped_book
from catalog.models import PhotoRendition, Product, ProductPhoto, ProductReadiness
from catalog.readiness import Verdict
from catalog.rules import Own, PhotoRole
from catalog.states import LISTING, Stage, Step
from tests.factories.catalog import in_packs, make_maker, make_product, of_family, owner_of, taken


def test_beginning_twice_begins_one_product() -> None:
    maker = make_maker()

    first = services.start(maker, by=owner_of(maker))
    second = services.start(maker, by=owner_of(maker))

    assert first.id == second.id


def test_an_answer_is_kept_folded_for_the_search_and_told_to_the_audit() -> None:
    product = make_product(make_maker(), photo=False, name="  Nước   Mắm ĐẶC biệt ")

    assert product.name == "Nước Mắm ĐẶC biệt"
    assert product.name_fold == "nuoc mam dac biet"
    assert product.slug == f"nuoc-mam-dac-biet-{product.sku.lower()}"
    actions = [entry.action for entry in audit.entries_about("product", product.id)]
    assert actions == ["product:start", "product:answer"]


def test_the_address_stays_once_people_may_have_it() -> None:
    product = make_product(make_maker(), shown=True)
    slug = product.slug

    services.answer(product, name="Tên mới", by=owner_of(product.merchant))

    assert product.slug == slug


def test_verdicts_are_kept_in_the_same_transaction_as_the_change() -> None:
    product = make_product(make_maker(), shown=True)
    assert queries.readiness_rows(product.id)[Channel.GOOGLE].verdict is Verdict.WARN  # 1600 x 1200: under 1500 px

    with transaction():
        services.answer(product, description="", by=owner_of(product.merchant))

    row = queries.readiness_rows(product.id)[Channel.GOOGLE]
    assert row.verdict is Verdict.MISSING
    assert row.score_met == row.score_required - 1


def test_many_are_judged_as_each_is_alone_in_as_many_questions_as_one(count_queries: list[str]) -> None:
    maker = make_maker()
    packed = make_product(maker, shown=True, name="OCOP 5 sao: mắm tép")
    packs = in_packs(packed, "250 ml", "500 ml")
    services.change_pack(packed, packs[0], ("250 ml",), by=owner_of(maker), gtin="08938505974194", price_vnd=50_000)
    services.add_photos(packed, [(PhotoRole.LABEL, taken(500, 400))], by=owner_of(maker))
    services.give_own(packed, Channel.TIKI, Own.TITLE, "Mắm", by=owner_of(maker))
    of_family(packed, "I.4.a", protein_degree=40)
    bare = make_product(maker, photo=False, name="Mắm", price_vnd=None)
    db.session.commit()

    def kept() -> set[tuple[object, ...]]:
        rows = db.session.scalars(select(ProductReadiness))
        return {(r.product_id, r.channel, r.verdict, r.score_met, r.score_required, r.rules_version) for r in rows}

    alone, ids = kept(), [packed.id, bare.id]
    db.session.execute(update(ProductReadiness).values(rules_version="old", verdict=Verdict.READY, score_met=99))
    db.session.execute(delete(ProductReadiness).where(ProductReadiness.channel == Channel.META))
    count_queries.clear()

    services.recheck_many(ids, clock.now(), shipped_book())

    assert len([said for said in count_queries if said.startswith("SELECT")]) == 6
    assert kept() == alone
    assert len(alone) == 2 * len(Channel)


def test_a_save_writes_the_verdicts_that_turn_in_one_statement_and_no_others(count_queries: list[str]) -> None:
    product = make_product(make_maker(), shown=True)
    by = owner_of(product.merchant)
    other = make_product(product.merchant, name="Mắm rươi")
    told = queries.readiness_rows(other.id)

    def written() -> list[str]:
        return [said for said in count_queries if said.startswith("UPDATE product_readiness")]

    count_queries.clear()
    services.answer(product, by=by, price_vnd=130_000)
    assert written() == []
    before = queries.readiness_rows(product.id)
    services.answer(product, by=by, description="")
    assert len(written()) == 1
    after = queries.readiness_rows(product.id)
    turned = {channel for channel, row in after.items() if row != before[channel]}
    assert Channel.GOOGLE in turned
    assert turned != set(Channel)
    assert {before[each].verdict for each in turned} != {after[each].verdict for each in turned}
    assert queries.readiness_rows(other.id) == told


def test_products_judged_by_old_rules_are_judged_again_once() -> None:
    product = make_product(make_maker())
    db.session.execute(update(ProductReadiness).values(rules_version="2025-01-01/2025-01-01", verdict=Verdict.READY))

    assert services.recheck_stale() == 1
    assert services.recheck_stale() == 0
    assert queries.readiness_rows(product.id)[Channel.GOOGLE].verdict is Verdict.MISSING


def test_a_photograph_keeps_every_size_in_the_store_and_becomes_the_cover() -> None:
    product = make_product(make_maker())

    (photo,) = product.photos
    assert set(photo.sizes) == {preset.value for preset in images.Preset}
    for rendition in photo.renditions:
        assert len(storage.read(rendition.sha256, verify=True)) == rendition.size_bytes
    assert product.cover["thumb320"]["sha256"] == photo.sizes["thumb320"].sha256


def test_the_same_photograph_sent_twice_is_kept_once() -> None:
    product = make_product(make_maker())

    services.add_photos(product, [(PhotoRole.LABEL, taken())], by=owner_of(product.merchant))

    assert len(product.photos) == 1


def test_the_front_photograph_is_the_cover_even_when_sent_later() -> None:
    product = make_product(make_maker(), photo=False)
    by = owner_of(product.merchant)

    services.add_photos(product, [(PhotoRole.LABEL, taken(800, 600))], by=by)
    services.add_photos(product, [(PhotoRole.FRONT, taken(900, 600))], by=by)

    assert product.cover["page960"]["sha256"] == product.photos[1].sizes["page960"].sha256


def test_photographs_change_places_and_may_be_removed() -> None:
    product = make_product(make_maker())
    by = owner_of(product.merchant)
    services.add_photos(product, [(PhotoRole.MAKER, taken(800, 600))], by=by)
    first, second = product.photos

    services.move_photo_forward(product, second, by=by)
    assert [photo.id for photo in product.photos] == [second.id, first.id]

    services.remove_photo(product, first, by=by)
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(ProductPhoto)) == 1
    assert db.session.scalar(select(func.count()).select_from(PhotoRendition)) == len(images.Preset)


def test_a_tenth_photograph_is_refused() -> None:
    product = make_product(make_maker(), photo=False)
    photos = [(PhotoRole.FRONT, taken(300 + side, 300)) for side in range(rules.MAX_PHOTOS + 1)]

    with pytest.raises(services.TooManyError):
        services.add_photos(product, photos, by=owner_of(product.merchant))


def test_a_bad_file_does_not_lose_the_good_ones() -> None:
    from tests.catalog import pictures

    found = services.take_in(
        [services.Sent(PhotoRole.FRONT, pictures.photo), services.Sent(PhotoRole.LABEL, lambda: b"<svg></svg>")]
    )

    assert [role for role, _ in found.photos] == [PhotoRole.FRONT]
    assert [sent.role for sent, _ in found.refusals] == [PhotoRole.LABEL]


def test_a_product_is_shown_hidden_and_shown_again() -> None:
    product = make_product(make_maker(), shown=True)
    by = owner_of(product.merchant)
    first_shown = product.listed_at

    services.hide(product, by=by)
    assert product.stage is Stage.HIDDEN
    services.show(product, by=by)
    assert (product.stage, product.listed_at) == (Stage.LISTED, first_shown)
    with pytest.raises(TransitionNotAllowedError):
        services.show(product, by=by)


@pytest.mark.parametrize("lack", [{"photo": False}, {"name": ""}, {"price_vnd": None}])
def test_a_product_without_name_price_or_photograph_is_not_shown(lack: dict[str, object]) -> None:
    product = make_product(make_maker(), **lack)  # type: ignore[arg-type]

    with pytest.raises(services.NotShowableError):
        services.show(product, by=owner_of(product.merchant))
    assert product.stage is Stage.DRAFT


def test_a_shown_product_that_loses_its_last_photograph_is_hidden() -> None:
    product = make_product(make_maker(), shown=True)

    services.remove_photo(product, product.photos[0], by=owner_of(product.merchant))

    assert product.stage is Stage.HIDDEN


def test_the_table_allows_exactly_these_steps() -> None:
    allowed = {(Stage.DRAFT, Step.LIST), (Stage.LISTED, Step.HIDE), (Stage.HIDDEN, Step.LIST)}

    assert set(LISTING.table) == allowed
    assert LISTING.reachable() == set(Stage)
    assert LISTING.terminal() == frozenset()


def test_counts_by_commune_tell_entered_from_ready() -> None:
    maker = make_maker()
    make_product(maker, shown=True)
    make_product(maker, photo=False)
    make_product(make_maker(commune="33/12865/"), photo=False)
    make_product(make_maker(stage="draft"), shown=True)

    counts = queries.count_by_commune(("33/",))

    assert counts["33/12826/"] == queries.CatalogCount(products=2, ready=1, merchants_with_ready=1)
    assert counts["33/12865/"] == queries.CatalogCount(products=1, ready=0, merchants_with_ready=0)
    assert queries.count_by_commune(()) == {}
    assert len(queries.products_in(("33/12826/",))) == 2
    assert queries.ready_merchant_ids() >= {maker.id}


def test_the_demonstration_loaded_twice_is_loaded_once() -> None:
    from app.policy import Actor

    make_maker(is_demo=True)
    make_maker(is_demo=True, owner_name="Trần Quốc Huy", craft="homestay", commune="33/12865/")
    by = Actor.system("test")

    assert demo.load(by) == 3
    assert demo.load(by) == 0
    (fish_sauce,) = (row for row in queries.newest_shown(9) if "40 độ" in row.name)
    product = db.session.scalars(select(Product).where(Product.slug == fish_sauce.slug)).one()
    verdicts = {row.channel: row.verdict for row in queries.readiness_rows(product.id).values()}
    # TikTok Shop and Lazada would have the front on white, and nobody books a bottle for the night.
    others = dict.fromkeys((Channel.TIKTOK_SHOP, Channel.LAZADA_VN), Verdict.WARN)
    others |= {Channel.STAYS: Verdict.MISSING, Channel.TRIPS: Verdict.MISSING}
    assert verdicts == dict.fromkeys(Channel, Verdict.READY) | others
    assert len(product.photos) == 4
    assert not any(photo.is_blurred for photo in product.photos)
    assert db.session.scalar(select(func.count()).select_from(ProductReadiness)) == 3 * len(Channel)
    assert clock.now() >= product.created_at
