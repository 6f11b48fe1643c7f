"""What marketplaces come and fetch, and what an owner takes along: files of many products."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.core import settings
from app.core.errors import NotFoundError
from app.policy import Permission
from app.web.session import me
from catalog import queries
from catalog.access import shelf_for
from catalog.outlets import FETCHED, OUTLETS, Outlet
from catalog.views.blueprint import bp, public_bp
from catalog.words import OUTLET_NAMES
from merchants.rules import Look
from merchants.services import note_look


@public_bp.get("/feeds/<file_name>")
def feed(file_name: str) -> ResponseReturnValue:
    outlet, base_url = FETCHED.get(file_name), settings.current().base_url
    if outlet is None or outlet.channel is None:
        raise NotFoundError("no such feed")
    stamp = queries.feed_stamp(outlet.channel)
    tag = hashlib.sha256(f"{outlet.key} {base_url} {stamp}".encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        answer = _streamed(outlet, _text_of(outlet, base_url))
    answer.set_etag(tag, weak=True)
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@bp.get("/hs/<code>/sp/tep")
def files(code: str) -> ResponseReturnValue:
    merchant = shelf_for(me(), code, Permission.PRODUCT_VIEW)
    note_look(merchant, why=Look.PRODUCTS, by=me())
    base_url, outlets = settings.current().base_url, OUTLETS.values()
    rows = {channel: list(queries.feed_rows(channel, merchant.id)) for channel in {each.channel for each in outlets}}
    counts = {each.key: sum(part.items for part in each.written(rows[each.channel], base_url)) for each in outlets}
    return render_template("catalog/files.html", merchant=merchant, outlets=outlets, names=OUTLET_NAMES, counts=counts)


@bp.get("/hs/<code>/sp/tep/<outlet>")
def file(code: str, outlet: str) -> ResponseReturnValue:
    merchant = shelf_for(me(), code, Permission.PRODUCT_VIEW)
    chosen = OUTLETS.get(outlet)
    if chosen is None:
        raise NotFoundError("no such file")
    text = "".join(
        part.text
        for part in chosen.written(queries.feed_rows(chosen.channel, merchant.id), settings.current().base_url)
    )
    answer = Response(text, content_type=f"{chosen.writing.content_type}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{chosen.file_name}"'
    return answer


def _text_of(outlet: Outlet, base_url: str) -> Iterator[str]:
    for part in outlet.written(queries.feed_rows(outlet.channel), base_url):
        yield part.text


def _streamed(outlet: Outlet, parts: Iterator[str]) -> Response:
    """Answer with text as it is written, in gzip for who reads it: the fetchers of marketplaces know no other."""
    answer = Response(content_type=f"{outlet.writing.content_type}; charset=utf-8")
    if request.accept_encodings["gzip"] > 0:
        answer.headers["Content-Encoding"] = "gzip"
        answer.response = stream_with_context(_gzipped(parts))
    else:
        answer.response = stream_with_context(parts)
    answer.vary.add("Accept-Encoding")
    return answer


def _gzipped(parts: Iterable[str]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for part in parts:
        if packed := packer.compress(part.encode()):
            yield packed
    yield packer.flush()
