"""Pages of OCOP: the owner's certificates and dossiers, and what the commune and the province do."""

from merchants.ocop.views.certificates import bp as certificates
from merchants.ocop.views.dossiers import bp as dossiers
from merchants.ocop.views.process import bp as process
from merchants.ocop.views.radar import bp as radar

blueprints = [certificates, dossiers, radar, process]
