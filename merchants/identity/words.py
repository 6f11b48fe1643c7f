"""What official numbers are called."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from merchants.identity.rules import NumberKind

LABELS: Mapping[NumberKind, object] = {
    NumberKind.CITIZEN_ID: _l("Citizen identity number"),
    NumberKind.TAX_CODE: _l("Tax code"),
    NumberKind.CERTIFICATE_NO: _l("Number of the business certificate"),
}
HINTS: Mapping[NumberKind, object] = {
    NumberKind.CITIZEN_ID: _l("The 12 digits on the owner's card, for example 034164000417"),
    NumberKind.TAX_CODE: _l("A household's is the owner's citizen number; a company's has 10 or 13 digits"),
    NumberKind.CERTIFICATE_NO: _l("As printed, for example 08X8000123"),
}
# The last part of the address.
SLUGS: Mapping[str, NumberKind] = {
    "can-cuoc": NumberKind.CITIZEN_ID,
    "ma-so-thue": NumberKind.TAX_CODE,
    "giay-chung-nhan": NumberKind.CERTIFICATE_NO,
}
