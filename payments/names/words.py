"""How verdicts on names are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.names.rules import Ask, Verdict

VERDICTS: Mapping[Verdict, tuple[object, str]] = {
    Verdict.MATCH: (_l("The same"), "good"),
    Verdict.WITHOUT_MARKS: (_l("The same, without marks or shortened"), "good"),
    Verdict.SPELLED_OTHERWISE: (_l("Spelled otherwise"), "wait"),
    Verdict.OTHER: (_l("Another name"), "wait"),
    Verdict.UNSAID: (_l("No such name"), ""),
}
ASKS: Mapping[Ask, object] = {
    Ask.OWN_ACCOUNT: _l(
        "The account is another person's: the money is theirs. Meant so? Fine. Else take this to the bank."
    ),
    Ask.SPELLING: _l("The bank spells your name otherwise than the identity card. Take this to the bank."),
    Ask.CARRY_NAME: _l("An account opened for a business carries its registered name now. Take this to the bank."),
    Ask.SHOW_HOLDER: _l(
        "Buyers know the shop by another name: your card says whose name their screen will show. Nothing to do."
    ),
}
