"""Pages of frozen periods: for officials, and the open ledger for everybody."""

from app.dashboards.periods.views.ledger import bp as ledger
from app.dashboards.periods.views.officials import bp as officials

blueprints = [officials, ledger]
