"""Pages of field work, and what devices fetch and send."""

from merchants.fieldwork.views.clashes import bp as clashes
from merchants.fieldwork.views.devices import bp as devices
from merchants.fieldwork.views.exchange import bp as exchange
from merchants.fieldwork.views.pace import bp as pace

blueprints = [clashes, devices, exchange, pace]
