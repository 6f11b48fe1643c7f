"""Pages of losses: the owner's report, and the visits of the commune."""

from payments.losses.views.owner import bp as owner
from payments.losses.views.visits import bp as visits

blueprints = [owner, visits]
