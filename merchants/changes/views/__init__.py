"""Pages of changes: what a family has said, correcting it, and the desk that agrees."""

from merchants.changes.views.desk import bp as desk
from merchants.changes.views.owner import bp as owner

blueprints = [owner, desk]
