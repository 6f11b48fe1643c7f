"""The two blueprints: behind the door, and open to everybody."""

from flask import Blueprint

from app.web.session import require_sign_in

bp = Blueprint("catalog", __name__)
bp.before_request(require_sign_in)

public_bp = Blueprint("shop_window", __name__)
