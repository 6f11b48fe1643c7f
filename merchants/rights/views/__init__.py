"""Pages of rights: the owner's own, the commune's register, and the auditor's."""

from merchants.rights.views.desk import bp as desk
from merchants.rights.views.looks import bp as looks
from merchants.rights.views.owner import bp as owner
from merchants.rights.views.watch import bp as watch

blueprints = [owner, looks, desk, watch]
