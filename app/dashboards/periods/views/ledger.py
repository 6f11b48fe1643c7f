"""The open ledger: what was frozen, for everybody, each file chained to the one before by its hash."""

from flask import Blueprint, Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from app.core import settings, storage
from app.dashboards.periods import access, files, openapi, queries, rules, words
from app.dashboards.periods.access import Freeze

bp = Blueprint("ledger", __name__)


@bp.get("/du-lieu-mo")
def index() -> ResponseReturnValue:
    """Show every published edition, and what a restatement changed."""
    chain, signed = queries.published(), queries.signed()
    differences = {each.id: _differences(each) for each in chain if each.edition > 1}
    people = {each.id: _changed_of_people(each) for each in chain if each.edition > 1}
    return render_template(
        "periods/ledger.html", chain=list(reversed(chain)), signed=signed, differences=differences, people=people
    )


@bp.get("/du-lieu-mo/ky.json")
def editions() -> ResponseReturnValue:
    """List the published editions with their hashes."""
    signed = queries.signed()
    return jsonify(
        [
            {
                "ky": each.term,
                "lan": each.edition,
                "ly_do": each.reason,
                "sha256": each.public_sha256,
                "sha256_truoc": each.previous_sha256,
                "json": f"{settings.current().base_url}/du-lieu-mo/{each.term}/lan-{each.edition}.json",
                "csv": f"{settings.current().base_url}/du-lieu-mo/{each.term}/lan-{each.edition}.csv",
                "chu_ky": f"{settings.current().base_url}/du-lieu-mo/{each.term}/lan-{each.edition}.json.p7s"
                if each.id in signed
                else None,
            }
            for each in queries.published()
        ]
    )


@bp.get("/du-lieu-mo/openapi.json")
def description() -> ResponseReturnValue:
    """Describe the addresses of the ledger to programs."""
    return jsonify(openapi.description(settings.current().base_url))


@bp.get("/du-lieu-mo/<term>/lan-<int:edition>.json")
def as_json(term: str, edition: int) -> ResponseReturnValue:
    """Give out a published edition as it was written, byte for byte."""
    return _file(access.public_edition(term, edition), files.JSON_TYPE)


@bp.get("/du-lieu-mo/<term>/lan-<int:edition>.json.p7s")
def signature(term: str, edition: int) -> ResponseReturnValue:
    """Give out the signature beside a published edition, for tools that are not ours."""
    return Response(access.public_signature(term, edition), content_type=rules.SIGNATURE_TYPE)


@bp.get("/du-lieu-mo/<term>/lan-<int:edition>.csv")
def as_csv(term: str, edition: int) -> ResponseReturnValue:
    """Give out the rows of a published edition."""
    return _file(access.public_edition(term, edition), files.CSV_TYPE)


def _file(frozen: Freeze, kind: str) -> Response:
    data = storage.read(frozen.public_sha256, verify=True)
    return Response(data if kind == files.JSON_TYPE else files.as_csv(data), content_type=kind)


def _differences(frozen: Freeze) -> list[tuple[str, str, str, str]]:
    """Return what an edition changed in the published rows of the edition before: only what both files show."""
    older = access.public_edition(frozen.term, frozen.edition - 1)
    before, after = (files.published_rows(storage.read(each.public_sha256)) for each in (older, frozen))
    return [
        (number, name, before.get((number, name), "–"), after.get((number, name), "–"))
        for number, name in sorted(before.keys() | after.keys())
        if before.get((number, name)) != after.get((number, name))
    ]


def _changed_of_people(frozen: Freeze) -> str:
    """Return of which topics about people an edition tells otherwise; the numbers are small, so none is published."""
    older = access.public_edition(frozen.term, frozen.edition - 1)
    return words.topics(queries.restated_people(older, frozen))
