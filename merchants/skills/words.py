"""How a certificate's way is told in a line."""

from flask_babel import gettext as _

from merchants.results.states import DocumentState
from merchants.skills.queries import Learner


def paper_line(learner: Learner) -> str:
    """Say how far somebody's certificate has come."""
    if learner.paper is None:
        return _("Has earned the certificate") if learner.earns else ""
    if learner.paper.state is DocumentState.ISSUED:
        return _("Certificate %(code)s is issued", code=learner.paper.code)
    return _("The certificate is on the signing desk")
