"""Pages of changes: what a family has said, correcting it, and the desk that agrees."""

from merchants.changes.views.desk import bp as desk
from merchants.changes.views.handovers import bp as handovers
from merchants.changes.views.handovers_desk import bp as handovers_desk
from merchants.changes.views.owner import bp as owner

blueprints = [owner, desk, handovers, handovers_desk]
