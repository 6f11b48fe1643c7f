"""How bills and what is wrong with their lines are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.partners.bills.rules import BillFault, Service

SERVICES: Mapping[Service, object] = {
    Service.ELECTRICITY: _l("Electricity"),
    Service.SCHOOL: _l("School fees"),
    Service.HEALTH: _l("Health"),
}
BILL_FAULTS: Mapping[BillFault, object] = {
    BillFault.NO_SUCH_COMMUNE: _l("No commune you work in has this code"),
    BillFault.NO_SUCH_SERVICE: _l("The service must be dien, hoc_phi or y_te"),
    BillFault.OTHER_MONTH: _l("Another month"),
    BillFault.NO_NUMBER: _l("Both counts must be whole numbers, without dots"),
    BillFault.TOO_MANY: _l("No commune has so many bills. Is it an amount? Send counts only"),
    BillFault.MORE_THAN_BILLED: _l("More paid without cash than were billed"),
    BillFault.TWICE: _l("The commune comes twice"),
}
