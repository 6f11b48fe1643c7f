"""Pages of the desk: the queue, holding, second persons, twins, batches, and the register."""

from merchants.desk.views.batches import bp as batches
from merchants.desk.views.files import bp as files
from merchants.desk.views.queue import bp as queue
from merchants.desk.views.register import bp as register
from merchants.desk.views.twins import bp as twins

blueprints = [queue, files, twins, batches, register]
