"""Pages of field work, and what devices fetch and send."""

from merchants.fieldwork.views.clashes import bp as clashes
from merchants.fieldwork.views.devices import bp as devices
from merchants.fieldwork.views.exchange import bp as exchange
from merchants.fieldwork.views.file import bp as file
from merchants.fieldwork.views.pace import bp as pace
from merchants.fieldwork.views.shell import bp as shell

blueprints = [clashes, devices, exchange, file, pace, shell]
