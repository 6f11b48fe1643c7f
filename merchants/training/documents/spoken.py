"""Hours and days as a hamlet's loudspeaker says them: in words, since nobody hears a numeral."""

from datetime import date, time

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
_PARTS = ((11, "sáng"), (13, "trưa"), (18, "chiều"), (24, "tối"))
_TENS = 10


def number(value: int) -> str:
    """Return a number below a hundred in words: 15 is mười lăm, 21 hai mươi mốt.

    Raises:
        ValueError: the number is none of those.
    """
    tens, ones = divmod(value, _TENS)
    if not 0 <= tens < _TENS:
        raise ValueError("Only numbers below a hundred are said here")
    if tens == 0:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    tail = {0: "", 5: " lăm", 1: " mốt" if tens > 1 else " một"}.get(ones, f" {_DIGITS[ones]}")
    return head + tail


def hour(at: time) -> str:
    """Return an hour in words with its part of the day: tám giờ rưỡi sáng."""
    part = next(word for end, word in _PARTS if at.hour < end)
    clock_hour = at.hour if at.hour <= 12 else at.hour - 12
    half = " rưỡi" if at.minute == 30 else f" {number(at.minute)} phút" if at.minute else ""
    return f"{number(clock_hour)} giờ{half} {part}"


def weekday(on: date) -> str:
    """Return the day of the week."""
    return _WEEKDAYS[on.weekday()]


def day(on: date) -> str:
    """Return a day in words: thứ Bảy, ngày mười hai tháng Chín. The first ten days are mồng."""
    early = "mồng " if on.day <= _TENS else ""
    return f"{weekday(on)}, ngày {early}{number(on.day)} tháng {_MONTHS[on.month - 1]}"
