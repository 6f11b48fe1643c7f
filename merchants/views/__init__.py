"""Pages of registration and of the commune's desk."""

from merchants.views.answers import bp as answers
from merchants.views.dossier import bp as dossier
from merchants.views.legal import bp as legal
from merchants.views.registration import bp as registration
from merchants.views.review import bp as review

blueprints = [registration, answers, legal, dossier, review]
