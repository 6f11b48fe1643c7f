"""Verbs of bank statements: bring one, say what its columns are, let its lines into the inbox."""

from payments.statements.services.bringing import StatementRefusedError, bring, take
from payments.statements.services.lines import let_in_later, promise_again

__all__ = ["StatementRefusedError", "bring", "let_in_later", "promise_again", "take"]
