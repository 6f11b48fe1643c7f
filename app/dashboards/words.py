"""What the next thing to do in a hamlet is called: one verb each."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.dashboards.rows.rules import NextStep

NEXT_STEPS: Mapping[NextStep, object] = {
    NextStep.ENTER: _l("Enter which hamlet they live in"),
    NextStep.VISIT: _l("Visit whoever waits past the day"),
    NextStep.TEAM: _l("Set up a team"),
    NextStep.INVITE: _l("Invite families to register"),
    NextStep.SIGNAL: _l("Ask the telecom about the signal"),
    NextStep.TEACH: _l("Hold a class"),
    NextStep.SIGN: _l("Make QR signs"),
    NextStep.REMIND: _l("Remind the bank of its figures"),
    NextStep.ASK: _l("Ask why it is not in use"),
    NextStep.KEEP: _l("Keep going"),
}
