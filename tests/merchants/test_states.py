"""Every stage with every step: what follows, and what is refused."""

import pytest

from app.core.states import TransitionNotAllowedError
from merchants.states import EDITABLE, REGISTERED, REGISTRATION, SENT, Stage, Step

TABLE = {
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("draft", "decline"): "declined_for_now",
    ("draft", "expire"): "expired",
    ("submitted", "confirm"): "confirmed",
    ("submitted", "send_back"): "returned",
    ("submitted", "withdraw"): "withdrawn",
    ("returned", "resubmit"): "submitted",
    ("returned", "withdraw"): "withdrawn",
    ("confirmed", "rest"): "resting",
    ("confirmed", "close"): "closed",
    ("resting", "resume"): "confirmed",
    ("resting", "close"): "closed",
    ("declined_for_now", "reopen"): "draft",
    ("expired", "reopen"): "draft",
    ("submitted", "extend"): "submitted",
    ("submitted", "refuse"): "refused",
    ("refused", "reopen"): "draft",
    ("submitted", "stop"): "stopped",
    ("returned", "stop"): "stopped",
    ("stopped", "reopen"): "draft",
    ("submitted", "move_away"): "moved_away",
    ("returned", "move_away"): "moved_away",
    ("confirmed", "move_away"): "moved_away",
    ("resting", "move_away"): "moved_away",
    ("moved_away", "reopen"): "draft",
    ("submitted", "merge"): "merged",
    ("returned", "merge"): "merged",
    ("confirmed", "merge"): "merged",
    ("resting", "merge"): "merged",
    ("merged", "restore_submitted"): "submitted",
    ("merged", "restore_returned"): "returned",
    ("merged", "restore_confirmed"): "confirmed",
    ("merged", "restore_resting"): "resting",
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("step", Step)
def test_each_step_leads_where_the_table_says_or_nowhere(stage: Stage, step: Step) -> None:
    expected = TABLE.get((stage.value, step.value))

    if expected is None:
        with pytest.raises(TransitionNotAllowedError):
            REGISTRATION.next(stage, step)
    else:
        assert REGISTRATION.next(stage, step) == expected


def test_every_stage_can_be_reached_and_two_are_final() -> None:
    assert REGISTRATION.reachable() == frozenset(Stage)
    assert REGISTRATION.terminal() == {Stage.WITHDRAWN, Stage.CLOSED}


def test_a_commune_holds_only_what_was_sent_and_an_owner_changes_only_what_it_does_not_hold() -> None:
    assert set(REGISTERED) < set(SENT)
    assert set(EDITABLE) == {Stage.DRAFT, Stage.RETURNED}
