"""What is kept of skills: that something was shown goes with the owner."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.skills.models import ShownSkill
from merchants.training.particulars import KEPT as PLACES

KEPT = (Kept(ShownSkill, _l("What was shown in class"), Fate.DELETED, keys=("enrolment_id",), of=PLACES[0]),)
