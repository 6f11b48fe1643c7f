"""The demands in force: those shipped, with what two people have changed since."""

from catalog.channel_rules import RuleBook, shipped_book


def rule_book() -> RuleBook:
    """Return every marketplace's demands."""
    return shipped_book()
