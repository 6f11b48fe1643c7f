"""What owners and whoever is responsible are told of an incident, short enough for text messages."""

from datetime import datetime

from app.core.phones import dialled


def told(code: str, *, words: str, desk_phone: str) -> str:
    """Tell an owner what happened and what to do."""
    return f"Báo về dữ liệu của hồ sơ {code}: {words}. Hỏi Một cửa xã: {dialled(desk_phone)}."


def reminder(title: str, *, report_by_at: datetime) -> str:
    """Remind of the hour of the law; ``report_by_at`` is Vietnam's wall clock."""
    return f"Sự cố dữ liệu “{title[:50]}”: phải báo cơ quan trước {report_by_at:%H:%M %d/%m/%Y}."
