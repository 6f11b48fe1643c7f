"""The short messages of visits: no marks, one part, no link, and always whom to ask."""

from datetime import date

from app.core.phones import dialled


def receipt(*, on: date, desk_phone: str) -> str:
    """Tell a household what was written about it today, and what to do if it is not so (S9)."""
    return (
        f"Ngay {on:%d/%m} to cong nghe so ghi la da den nha giup ong/ba. Dung hay sai thi bam o ho so, "
        f"hoac goi {dialled(desk_phone)}. Khong ai den thi cu noi that."
    )
