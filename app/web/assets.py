"""Built assets: names that carry a hash of the content, kept by browsers for a year, sent compressed as built."""

import json
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory
from flask.typing import ResponseReturnValue

BUILT = Path(__file__).resolve().parents[1] / "static" / "vendor"
_ENDINGS = {"br": ".br", "gzip": ".gz"}
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

bp = Blueprint("assets", __name__)


class AssetsMissingError(RuntimeError):
    """The assets have not been built; ``make setup`` does it."""


@cache
def _manifest() -> dict[str, str]:
    try:
        names: dict[str, str] = json.loads((BUILT / "manifest.json").read_text("utf-8"))
    except FileNotFoundError as error:
        raise AssetsMissingError("Run make setup: the stylesheet has not been built") from error
    return names


def asset(name: str) -> str:
    """Return the path of an asset such as ``site.css``."""
    return f"/tinh/{_manifest()[name]}"


@bp.get("/tinh/<name>")
def built(name: str) -> ResponseReturnValue:
    """Send one asset, in the best form this browser reads."""
    if name not in _manifest().values():
        abort(404)
    accepted = request.accept_encodings
    coding = next((word for word in _ENDINGS if accepted[word] > 0), "")
    answer: Response = send_from_directory(BUILT, name + _ENDINGS.get(coding, ""), mimetype=_TYPES[Path(name).suffix])
    if coding:
        answer.headers["Content-Encoding"] = coding
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
