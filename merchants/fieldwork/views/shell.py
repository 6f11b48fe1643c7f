"""The page that works without a network, what makes it installable, and the service worker that keeps it."""

import hashlib
import json

from flask import Blueprint, Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.policy import Permission
from app.web.assets import BUILT, asset
from app.web.session import may_anywhere, require_sign_in
from merchants.fieldwork import words
from merchants.training.forms import ATTENDANCE_LABELS, WalkInForm
from merchants.visits.forms import DoorForm
from merchants.visits.words import REASONS, STEPS

PAGE = "/to/may"
_FILES = ("site.css", "site.js", "field.js", "icon.svg")

bp = Blueprint("field_shell", __name__)


@bp.get(PAGE)
def page() -> ResponseReturnValue:
    """Show the page itself; what stands on it comes from the device, so it names nobody."""
    refused = require_sign_in()
    if refused is not None:
        return refused
    may_anywhere(Permission.TRAINING_RUN)
    return render_template(
        "fieldwork/shell.html",
        door=DoorForm(formdata=None),
        walk_in=WalkInForm(formdata=None),
        marks=ATTENDANCE_LABELS,
        steps=STEPS,
        reasons=REASONS,
        said=words.ON_THE_DEVICE,
    )


@bp.get("/viec-ngoai.js")
def watcher() -> ResponseReturnValue:
    """Send the service worker with the list of what it keeps; another list is another worker."""
    files = [asset(name) for name in _FILES]
    script = (BUILT / asset("watcher.js").rsplit("/", 1)[-1]).read_text("utf-8")
    version = hashlib.sha256("".join([*files, script]).encode()).hexdigest()[:12]
    kept = json.dumps({"page": PAGE, "files": files, "version": version})
    answer = Response(f"self.KEPT = {kept};\n{script}", mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/viec-ngoai.webmanifest")
def manifest() -> ResponseReturnValue:
    """Describe the page to a telephone that puts it onto its first screen."""
    answer = jsonify(
        id=PAGE,
        name=_("Lên Sàn, work without a network"),
        short_name="Lên Sàn",
        start_url=PAGE,
        scope="/",
        display="standalone",
        background_color="#f4ede0",
        theme_color="#0b4f4a",
        icons=[{"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    )
    answer.mimetype = "application/manifest+json"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
