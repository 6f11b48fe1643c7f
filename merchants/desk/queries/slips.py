"""What a slip tells, gathered from what was done: nothing is told that did not happen."""

from collections.abc import Callable

from app.core import audit, clock
from merchants import queries
from merchants.desk.queries import holding
from merchants.desk.states import DeskAction, RefusalState
from merchants.documents.slips import Slip, Told
from merchants.models import Merchant
from merchants.rules import Question
from merchants.states import Stage

# What the control slip calls each thing that was done; what is not here is not a hand-over.
_STEPS = {
    "merchant:submit": "Gửi hồ sơ",
    "merchant:resubmit": "Gửi lại sau khi sửa",
    "merchant:send_back": "Yêu cầu bổ sung",
    "merchant:confirm": "Xác nhận",
    "merchant:extend": "Xin lỗi, hẹn lại",
    "merchant:refuse": "Từ chối",
    "merchant:stop": "Dừng theo đề nghị của chủ cơ sở",
    "merchant:withdraw": "Chủ cơ sở rút hồ sơ",
    "merchant:move_away": "Ghi nhận chuyển đi",
    "merchant:merge": "Gộp hồ sơ",
    "merchant:undo_merge": "Tách lại hồ sơ đã gộp",
    "merchant:contact": "Gọi điện hoặc hẹn đến nhà",
    DeskAction.CLAIMED: "Nhận xem hồ sơ",
    DeskAction.RELEASED: "Trả hồ sơ về hàng đợi",
    DeskAction.CONFLICT_DECLARED: "Báo là người quen, không quyết định",
    DeskAction.ASSIGNED: "Chuyển người khác xem",
    DeskAction.REFUSAL_PROPOSED: "Đề nghị từ chối",
    DeskAction.REFUSAL_AGREED: "Người thứ hai đồng ý từ chối",
    DeskAction.REFUSAL_NOT_AGREED: "Người thứ hai không đồng ý từ chối",
}
_QUESTIONS = {
    Question.CRAFT: "Nghề",
    Question.OWNER_NAME: "Họ và tên",
    Question.BUSINESS_NAME: "Tên cơ sở",
    Question.BIRTH_YEAR: "Năm sinh",
    Question.WHERE: "Nơi làm nghề",
    Question.CONTACT: "Liên lạc",
    Question.PAPERS: "Giấy tờ",
    Question.CONSENT: "Phần đồng ý",
}


def told_by(number: Slip, merchant: Merchant) -> Told | None:
    """Return what a slip of a dossier tells; nothing if there is nothing to tell."""
    gather = _GATHER.get(number)
    return gather(merchant) if gather else None


def available(merchant: Merchant) -> list[Slip]:
    """Return the slips that this dossier has, in order of their numbers; the register is not one dossier's."""
    return [Slip.RECEIPT, *(number for number in _GATHER if told_by(number, merchant) is not None)]


def _supplement(merchant: Merchant) -> Told | None:
    for request in queries.returns_of(merchant.id)[:1]:
        return Told(
            at=request.at,
            by_name=request.by_name,
            items=tuple(f"{_QUESTIONS[item.question]}: {item.sentence}" for item in request.items),
            fix_by_on=request.fix_by_on,
            entry=queries.register_entry_of(merchant.id),
        )
    return None


def _refusal(merchant: Merchant) -> Told | None:
    refusal = holding.last_refusal(merchant.id)
    if refusal is None or refusal.state is not RefusalState.AGREED or refusal.decided_at is None:
        return None
    return Told(
        at=refusal.decided_at,
        by_name=refusal.by_name,
        signer_name=refusal.second_name,
        reason=refusal.reason,
        basis=refusal.basis,
        entry=queries.register_entry_of(merchant.id),
    )


def _apology(merchant: Merchant) -> Told | None:
    for extension in queries.extensions_of(merchant.id)[:1]:
        return Told(
            at=extension.at,
            by_name=extension.by_name,
            signer_name=extension.signer_name,
            reason=extension.reason,
            old_due_on=extension.old_due_on,
            new_due_on=extension.new_due_on,
            entry=queries.register_entry_of(merchant.id),
        )
    return None


def _stopped(merchant: Merchant) -> Told | None:
    if merchant.stage not in (Stage.STOPPED, Stage.WITHDRAWN) or merchant.ended_at is None:
        return None
    by_name = audit.entries_about("merchant", merchant.id)[-1].actor_name
    entry = queries.register_entry_of(merchant.id)
    return Told(at=merchant.ended_at, by_name=by_name, entry=entry)


def _control(merchant: Merchant) -> Told | None:
    done = [entry for entry in audit.entries_about("merchant", merchant.id) if entry.action in _STEPS]
    return Told(
        at=clock.now(),
        by_name="",
        steps=tuple((entry.at, entry.actor_name or "Chủ cơ sở", _STEPS[entry.action]) for entry in done),
        entry=queries.register_entry_of(merchant.id),
    )


_GATHER: dict[Slip, Callable[[Merchant], Told | None]] = {
    Slip.SUPPLEMENT: _supplement,
    Slip.REFUSAL: _refusal,
    Slip.APOLOGY: _apology,
    Slip.STOPPED: _stopped,
    Slip.CONTROL: _control,
}
