"""A signature lies beside every frozen file: a tool that is not ours holds one against the other."""

import json
from pathlib import Path

from app.core import audit, jobs, storage
from app.core.db import db
from app.core.signatures import authority
from app.dashboards.periods import queries
from app.dashboards.periods.models import Freeze, FrozenSignature
from app.policy import Role
from tests.browser import Browser
from tests.core.test_jobs import waiting
from tests.factories.definitions import official
from tests.factories.periods import TERM, frozen, user_of
from tests.factories.training import THAI_THUY, make_merchant, owner_of, someone
from tests.tools import openssl_cms

SNAPSHOT = f"/cb/chot/{TERM.code}/ban-chup"
SOUND = "CMS Verification successful"


def signed() -> tuple[Freeze, FrozenSignature]:
    for _ in range(5):
        user_of()
    kept = frozen()
    db.session.commit()
    jobs.run("periods.sign", {"freeze_id": str(kept.id)})
    found = queries.signature_of(kept)
    assert found is not None
    return kept, found


def test_a_tool_that_is_not_ours_finds_both_files_sound_and_a_changed_one_not(tmp_path: Path) -> None:
    kept, signature = signed()
    root = authority.root_file()

    for of, beside in ((kept.sha256, signature.snapshot_sha256), (kept.public_sha256, signature.public_sha256)):
        data, held = storage.read(of), storage.read(beside)
        assert SOUND in openssl_cms(data, held, tmp_path, root)
        assert SOUND not in openssl_cms(
            data.replace(b"[5,5,", b"[6,5,").replace(b",5,5,", b",6,5,"), held, tmp_path, root
        )


def test_freezing_promises_the_signature_and_twice_is_once() -> None:
    kept, first = signed()
    assert waiting("periods.sign") == 1

    jobs.run("periods.sign", {"freeze_id": str(kept.id)})

    assert queries.signature_of(kept) is first
    assert [each.action for each in audit.entries_about("period_freeze", kept.id)].count("period:sign") == 1


def test_what_is_provisional_has_its_snapshot_signed_and_nothing_published() -> None:
    user_of()
    kept = frozen(days=1)
    db.session.commit()
    jobs.run("periods.sign", {"freeze_id": str(kept.id)})

    found = queries.signature_of(kept)
    assert found is not None
    assert (len(found.snapshot_sha256), found.public_sha256) == (64, "")


def test_the_night_promises_what_is_not_signed_yet() -> None:
    user_of()
    kept = frozen()
    db.session.commit()
    before = waiting("periods.sign")

    jobs.run("periods.sign_rest", {})
    assert waiting("periods.sign") == before + 1
    jobs.run("periods.sign", {"freeze_id": str(kept.id)})
    jobs.run("periods.sign_rest", {})

    assert queries.unsigned() == []


def test_everybody_has_the_published_file_with_its_signature(browser: Browser, tmp_path: Path) -> None:
    signed()
    db.session.commit()
    listed = json.loads(browser.client.get("/du-lieu-mo/ky.json").data)[0]
    name = f"/du-lieu-mo/{TERM.code}/lan-1.json"

    data, held = browser.client.get(name).data, browser.client.get(f"{name}.p7s").data

    assert listed["chu_ky"].endswith(f"{name}.p7s")
    assert f"{name}.p7s" in browser.visit("/du-lieu-mo").links
    assert SOUND in openssl_cms(data, held, tmp_path, authority.root_file())
    assert browser.client.get(f"/du-lieu-mo/{TERM.code}/lan-2.json.p7s").status_code == 404


def test_before_it_is_signed_the_pages_say_so(browser: Browser) -> None:
    user_of()
    frozen()
    db.session.commit()
    browser.sign_in(official())

    assert "Chưa ký" in browser.visit(f"/cb/chot/{TERM.code}").text
    assert browser.visit(f"{SNAPSHOT}.json").status == 200
    assert browser.visit(f"{SNAPSHOT}.json.p7s").status == 404
    assert browser.client.get(f"/du-lieu-mo/{TERM.code}/lan-1.json.p7s").status_code == 404
    assert json.loads(browser.client.get("/du-lieu-mo/ky.json").data)[0]["chu_ky"] is None


def test_only_whoever_sees_every_commune_has_the_whole_snapshot(browser: Browser) -> None:
    signed()
    db.session.commit()
    for actor, status in (
        (official(), 200),
        (someone(Role.AUDITOR, ""), 200),
        (someone(Role.OFFICIAL), 404),
        (someone(Role.LEADER), 404),
        (someone(Role.TEAM, f"{THAI_THUY}01/"), 404),
        (owner_of(make_merchant()), 404),
    ):
        browser.sign_in(actor)
        assert browser.visit(f"{SNAPSHOT}.json").status == status
        assert browser.visit(f"{SNAPSHOT}.json.p7s").status == status
