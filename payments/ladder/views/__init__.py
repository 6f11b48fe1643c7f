"""Pages of the ladder: the owner's counter, and the try that somebody watches."""

from payments.ladder.views.owner import bp as owner
from payments.ladder.views.witness import bp as witness

blueprints = [owner, witness]
