"""Pages of training: the public list, papers, the day of a class, an owner's place, and the trainer's sheets."""

from merchants.training.views.attendance import bp as attendance
from merchants.training.views.classes import bp as classes
from merchants.training.views.papers import bp as papers
from merchants.training.views.places import bp as places
from merchants.training.views.signed import bp as signed
from merchants.training.views.teaching import bp as teaching

blueprints = [attendance, classes, papers, places, signed, teaching]
