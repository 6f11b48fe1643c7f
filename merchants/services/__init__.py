"""What may be done to a dossier: answer, send, send back, confirm, join, and leave."""

from merchants.services.answers import (
    answer_birth_year,
    answer_business_name,
    answer_contact,
    answer_craft,
    answer_owner_name,
    answer_papers,
    answer_where,
)
from merchants.services.codes import next_codes
from merchants.services.consents import end_consents, give_consent, withdraw_consent
from merchants.services.filing import assign_helper, resubmit, start_draft, submit
from merchants.services.leaving import (
    close,
    decline,
    expire,
    expire_old_drafts,
    move_away,
    refuse,
    reopen,
    rest,
    resume,
    stop,
    withdraw,
)
from merchants.services.legal import answer_legal_form, answer_paper_holder, answer_sexes
from merchants.services.listing import Listed, Source, list_many, unlist
from merchants.services.looks import note_look, note_looks
from merchants.services.merging import merge, undo_merge
from merchants.services.record import (
    AnswerRefusedError,
    CallFirstError,
    ChecksMissingError,
    IncompleteError,
    MerchantAction,
    MergeRefusedError,
    NotEditableError,
    NothingToFixError,
    NotLaterError,
)
from merchants.services.review import ReturnedItem, confirm, extend, note_contact, send_back

__all__ = [
    "AnswerRefusedError",
    "CallFirstError",
    "ChecksMissingError",
    "IncompleteError",
    "Listed",
    "MerchantAction",
    "MergeRefusedError",
    "NotEditableError",
    "NotLaterError",
    "NothingToFixError",
    "ReturnedItem",
    "Source",
    "answer_birth_year",
    "answer_business_name",
    "answer_contact",
    "answer_craft",
    "answer_legal_form",
    "answer_owner_name",
    "answer_paper_holder",
    "answer_papers",
    "answer_sexes",
    "answer_where",
    "assign_helper",
    "close",
    "confirm",
    "decline",
    "end_consents",
    "expire",
    "expire_old_drafts",
    "extend",
    "give_consent",
    "list_many",
    "merge",
    "move_away",
    "next_codes",
    "note_contact",
    "note_look",
    "note_looks",
    "refuse",
    "reopen",
    "rest",
    "resubmit",
    "resume",
    "send_back",
    "start_draft",
    "stop",
    "submit",
    "undo_merge",
    "unlist",
    "withdraw",
    "withdraw_consent",
]
