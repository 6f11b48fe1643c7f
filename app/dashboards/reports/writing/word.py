"""A report as a Word file, for those who must paste it into the document system: paragraphs and tables, no more."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from app.dashboards.reports.rules import Cell, Heading, Paper, Para, Table, written

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""  # noqa: E501  the names are the format's
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""  # noqa: E501  the names are the format's
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
# A4 in twentieths of a point, with the margins of state papers: 20 mm above and below, 30 left, 15 right.
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="851" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>"
)
# The same report makes the same bytes.
_MADE = (2026, 1, 1, 0, 0, 0)


def docx(paper: Paper) -> bytes:
    """Return a report as a Word file."""
    body = [
        _paragraph(paper.agency, bold=True),
        _paragraph(paper.title, bold=True, centred=True, half_points=28),
        _paragraph(paper.about, bold=True, centred=True),
        _paragraph(paper.stamp, centred=True),
    ]
    for block in paper.blocks:
        match block:
            case Heading():
                body.append(_paragraph(block.text, bold=True, half_points=26))
            case Para():
                body.append(_paragraph(block.text, italic=block.is_comment))
            case Table():
                body += [_paragraph(block.caption, bold=True), _table(block), _paragraph("")]
    body.append(_paragraph("Người lập                    Người kiểm số liệu                    Lãnh đạo", bold=True))
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_SPACE}"><w:body>{"".join(body)}{_PAGE}</w:body></w:document>'
    )
    return _packed({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document})


def _paragraph(
    text: str, *, bold: bool = False, italic: bool = False, centred: bool = False, half_points: int = 24
) -> str:
    shape = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    look = f'<w:rPr>{font}{marks}<w:sz w:val="{half_points}"/></w:rPr>'
    return f'<w:p>{shape}<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(table: Table) -> str:
    head = _row(table.header, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", bold=True)
    rows = "".join(_row(row, "<w:trPr><w:cantSplit/></w:trPr>") for row in table.rows)
    grid = "<w:gridCol/>" * len(table.header)
    look = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"


def _row(cells: Sequence[Cell], shape: str, *, bold: bool = False) -> str:
    written_cells = "".join(f"<w:tc>{_paragraph(written(cell), bold=bold, half_points=20)}</w:tc>" for cell in cells)
    return f"<w:tr>{shape}{written_cells}</w:tr>"


def _packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
