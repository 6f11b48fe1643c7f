"""What may be done to a dossier: answer, send, send back, confirm, and leave."""

from merchants.services.answers import (
    answer_birth_year,
    answer_business_name,
    answer_contact,
    answer_craft,
    answer_owner_name,
    answer_papers,
    answer_where,
    give_consent,
)
from merchants.services.codes import next_codes
from merchants.services.filing import assign_helper, resubmit, start_draft, submit
from merchants.services.leaving import close, decline, expire, expire_old_drafts, reopen, rest, resume, withdraw
from merchants.services.legal import answer_legal_form, answer_paper_holder, answer_sexes
from merchants.services.listing import Listed, Source, list_many, unlist
from merchants.services.looks import note_look, note_looks
from merchants.services.record import (
    AnswerRefusedError,
    ChecksMissingError,
    IncompleteError,
    MerchantAction,
    NotEditableError,
    NothingToFixError,
)
from merchants.services.review import ReturnedItem, confirm, send_back

__all__ = [
    "AnswerRefusedError",
    "ChecksMissingError",
    "IncompleteError",
    "Listed",
    "MerchantAction",
    "NotEditableError",
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
    "expire",
    "expire_old_drafts",
    "give_consent",
    "list_many",
    "next_codes",
    "note_look",
    "note_looks",
    "reopen",
    "rest",
    "resubmit",
    "resume",
    "send_back",
    "start_draft",
    "submit",
    "unlist",
    "withdraw",
]
