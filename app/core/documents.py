"""Printed papers: typst templates filled with JSON, as tagged PDF with full Vietnamese type."""

import json
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parents[1] / "static" / "vendor" / "fonts"


def render_pdf(template: Path, data: dict[str, Any], files: dict[str, bytes] | None = None) -> bytes:
    """Return a PDF made from a template that reads ``json(bytes(sys.inputs.data))``.

    ``files`` are pictures the template names, such as an SVG of a QR code; passed as text under ``file-<name>``.
    """
    import typst

    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    inputs |= {f"file-{name}": content.decode("utf-8") for name, content in (files or {}).items()}
    pdf = typst.compile(template, font_paths=[FONTS], sys_inputs=inputs, ignore_system_fonts=True)
    if not isinstance(pdf, bytes):
        raise TypeError("typst answers bytes when no output file is named")
    return pdf
