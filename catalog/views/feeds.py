"""What marketplaces come and fetch, and what an owner takes along: files of many products."""

import hashlib
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from flask import Response, flash, redirect, render_template, request, send_file, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import settings, storage
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.forms import Form
from app.web.session import may_anywhere, me
from catalog import queries, services
from catalog.access import may_edit, shelf_for
from catalog.channel_rules import Channel
from catalog.marketplaces import dossier as marketplace_dossier
from catalog.marketplaces import packing
from catalog.outlets import FETCHED, OUTLETS, SHEETS, Outlet
from catalog.rules import FileKind
from catalog.views.blueprint import bp, public_bp
from catalog.words import CHANNELS, OUTLET_NAMES
from merchants.rules import Look
from merchants.services import note_look


@public_bp.get("/feeds/<file_name>")
def feed(file_name: str) -> ResponseReturnValue:
    """Give out the last good file; before the first, or when something in it may not be shown, what would be in it."""
    outlet = FETCHED.get(file_name)
    if outlet is None or outlet.channel is None:
        raise NotFoundError("no such feed")
    build = queries.feed_build(outlet.key)
    if build is None or not build.mark or queries.must_be_replaced(outlet.key):
        return _now(outlet, outlet.channel)
    answer = Response(content_type=f"{outlet.writing.content_type}; charset=utf-8")
    if request.if_none_match.contains_weak(build.mark):
        answer.status_code = 304
    elif request.accept_encodings["gzip"] > 0:
        answer.headers["Content-Encoding"] = "gzip"
        answer.response = packing.gzipped(_pieces(outlet))
    else:
        answer.response = (some for plain, _packed in _pieces(outlet) for some in plain)
    answer.last_modified = build.built_at
    return _kept(answer, build.mark)


def _pieces(outlet: Outlet) -> Iterator[tuple[Iterable[bytes], Iterable[bytes]]]:
    """Return the pieces of a file, plain and packed: the blocks that are kept, and what stands around them."""
    files = queries.given_out(outlet.key)
    blocks = ((_stored(plain), _stored(packed)) for plain, packed in files)
    return outlet.writing.around(settings.current().base_url, blocks, lambda text: _piece(text.encode()))


def _stored(sha256: str) -> Iterator[bytes]:
    yield from storage.stream(sha256)  # opened when its turn has come, and not a thousand at once


def _piece(plain: bytes) -> tuple[Iterable[bytes], Iterable[bytes]]:
    return (plain,), (packing.packed(plain),)


def _now(outlet: Outlet, channel: Channel) -> Response:
    base_url = settings.current().base_url
    tag = hashlib.sha256(f"{outlet.key} {base_url} {queries.feed_stamp(channel)}".encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(tag):
        return _kept(Response(status=304), tag)
    return _kept(_streamed(outlet, _text_of(outlet, base_url)), tag)


def _kept(answer: Response, tag: str) -> Response:
    answer.set_etag(tag, weak=True)
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.vary.add("Accept-Encoding")
    return answer


@bp.get("/cb/tep-san")
def feeds() -> ResponseReturnValue:
    """Show the files that marketplaces fetch, and those held back because too much would be gone from them."""
    may_anywhere(Permission.RULE_EDIT)
    builds = {build.outlet: build for build in queries.feed_builds()}
    return render_template(
        "catalog/feeds.html", outlets=FETCHED.values(), builds=builds, names=OUTLET_NAMES, form=Form()
    )


@bp.post("/cb/tep-san/<file_name>/phat")
def release(file_name: str) -> ResponseReturnValue:
    """Give out a file that was held back."""
    may_anywhere(Permission.RULE_EDIT)
    outlet = FETCHED.get(file_name)
    if outlet is None:
        raise NotFoundError("no such feed")
    build = queries.feed_build(outlet.key)
    if Form().accepted() and build is not None and build.held_at is not None:
        with tempfile.TemporaryDirectory() as folder:
            files = services.put_together(outlet, Path(folder), base_url=settings.current().base_url)
            with transaction():
                services.release(outlet, files, by=me())
        flash(_("Marketplaces are given the new file from now on"))
    return redirect(url_for(".feeds"), 303)


@bp.get("/hs/<code>/sp/tep")
def files(code: str) -> ResponseReturnValue:
    merchant = shelf_for(me(), code, Permission.PRODUCT_VIEW)
    note_look(merchant, why=Look.PRODUCTS, by=me())
    base_url, outlets = settings.current().base_url, OUTLETS.values()
    rows = {channel: list(queries.feed_rows(channel, merchant.id)) for channel in {each.channel for each in outlets}}
    counts = {each.key: sum(part.items for part in each.written(rows[each.channel], base_url)) for each in outlets}
    edits, ready = may_edit(me(), merchant), queries.passing_counts(merchant.id)
    fillable = SHEETS.values() if edits else ()
    return render_template(
        "catalog/files.html",
        merchant=merchant,
        outlets=outlets,
        names=OUTLET_NAMES,
        counts=counts,
        shown=len(rows[None]),
        edits=edits,
        templates=[(each.channel, each.key, ready.get(each.channel, 0)) for each in fillable],
        channels=CHANNELS,
        is_long=services.is_long(merchant, FileKind.DOSSIER),
        form=Form(),
    )


@bp.get("/hs/<code>/sp/tep/ho-so.zip")
def dossier(code: str) -> ResponseReturnValue:
    """Hand over a sheet, words and photographs for places that publish no format; a long one is asked for instead."""
    merchant = shelf_for(me(), code, Permission.PRODUCT_VIEW)
    if services.is_long(merchant, FileKind.DOSSIER):
        return redirect(url_for(".files", code=code), 303)
    # Closed by the answer once it is sent; a dossier of a hundred products is too long to hold in memory.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    rows = queries.feed_rows(None, merchant.id)
    marketplace_dossier.write(file, rows, read=storage.read, base_url=settings.current().base_url)
    file.seek(0)
    name = f"ho-so-{merchant.code}.zip"
    return send_file(file, mimetype=marketplace_dossier.CONTENT_TYPE, as_attachment=True, download_name=name)


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
    return answer


def _gzipped(parts: Iterable[str]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for part in parts:
        if packed := packer.compress(part.encode()):
            yield packed
    yield packer.flush()
