"""Pages of partners: the family's consent, the institution's list and days, the commune's word on days."""

from payments.partners.views.bills import bp as bills
from payments.partners.views.commune import bp as commune
from payments.partners.views.institution import bp as institution
from payments.partners.views.monthly import bp as monthly
from payments.partners.views.owner import bp as owner
from payments.partners.views.public import bp as public
from payments.partners.views.spots import bp as spots
from payments.partners.views.told import bp as told

blueprints = [owner, institution, monthly, bills, spots, commune, told, public]
