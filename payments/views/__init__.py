"""Pages of payments: the owner's ladder, requests for payment, and what visitors may check."""

from payments.views.owner import bp
from payments.views.public import bp as public
from payments.views.requests import bp as requests

blueprints = [bp, requests, public]
