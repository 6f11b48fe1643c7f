"""What every service of a list of products shares: what is said of it, whose worker goes on with it, how it moves."""

from datetime import datetime
from enum import StrEnum

from app.accounts import queries as accounts
from app.core import audit, jobs
from app.policy import Actor, Holding, Role
from catalog.models import GoodsList
from catalog.states import GOODS_LIST, ListState, ListStep

SUBJECT = "goods_list"
_JOBS = {ListState.READING: "catalog.read_list", ListState.TAKING: "catalog.take_list"}


class ListAction(StrEnum):
    """What the audit trail says was done with a list of products."""

    BROUGHT = "goods_list:bring"
    WAITS = "goods_list:wait"
    READ = "goods_list:read"
    ACCEPTED = "goods_list:accept"
    TAKEN = "goods_list:take"
    UNDONE = "goods_list:undo"
    DROPPED = "goods_list:drop"


_ACTIONS = {
    ListStep.WAIT: ListAction.WAITS,
    ListStep.READ: ListAction.READ,
    ListStep.ACCEPT: ListAction.ACCEPTED,
    ListStep.FINISH: ListAction.TAKEN,
    ListStep.UNDO: ListAction.UNDONE,
    ListStep.DROP: ListAction.DROPPED,
}


def hand_over(brought: GoodsList, *, by: Actor, at: datetime) -> None:
    brought.asked_by_id, brought.asked_by_name = by.account_id, by.name
    promise(brought, at)


def promise(brought: GoodsList, at: datetime) -> None:
    jobs.enqueue(_JOBS[brought.state], key=f"{brought.id}:{at.timestamp()}", list_id=brought.id)


def actor_of(brought: GoodsList) -> Actor:
    """Return in whose name a worker goes on: whoever asked last."""
    account = accounts.account_by_id(brought.asked_by_id) if brought.asked_by_id else None
    owner = (Holding(Role.OWNER, merchant_id=brought.merchant_id),)
    return account.actor() if account else Actor(None, brought.asked_by_name, owner)


def move(brought: GoodsList, step: ListStep, *, by: Actor, at: datetime) -> None:
    before = brought.state
    brought.state = GOODS_LIST.next(before, step)
    changes: dict[str, list[object]] = {"state": [before.value, brought.state.value]}
    audit.record(_ACTIONS[step], (SUBJECT, brought.id), by=by, at=at, changes=changes)
