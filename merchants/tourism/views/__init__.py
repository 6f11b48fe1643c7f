"""Pages of tourism: the owner's answers, offers and place, what visitors see, and what the desk has seen."""

from merchants.tourism.views.answers import bp as answers
from merchants.tourism.views.desk import bp as desk
from merchants.tourism.views.offers import bp as offers
from merchants.tourism.views.place import bp as place
from merchants.tourism.views.visitors import bp as visitors

blueprints = [answers, offers, place, visitors, desk]
