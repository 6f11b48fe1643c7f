"""PDFs from strangers: what is only read is let in, what acts is not."""

import tracemalloc
import zlib

import pikepdf
import pytest
from flask_babel import force_locale
from pikepdf import Array, Dictionary, Name, String

from app.core import pdfs
from tests.factories.papers import pdf


def with_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def with_named_script(made: pikepdf.Pdf) -> None:
    tree = Dictionary(Names=Array([String("x"), Dictionary(S=Name.JavaScript, JS=String("x"))]))
    made.Root.Names = Dictionary(JavaScript=tree)


def with_launch(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("cmd.exe")))


def with_attachment(made: pikepdf.Pdf) -> None:
    made.attachments["x.exe"] = b"MZ"


def with_annotation(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 1, 1])])


def with_xfa(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(XFA=String("<xdp/>"), Fields=Array([]))


def with_link_to_own_page(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([made.pages[0].obj, Name.Fit]))


def test_a_plain_pdf_is_let_in_and_its_pages_counted(session: object) -> None:
    assert pdfs.looked_into(pdf(3)).pages == 3


def test_a_pdf_that_opens_at_a_page_of_its_own_does_nothing_wrong(session: object) -> None:
    assert pdfs.looked_into(pdf(2, with_link_to_own_page)).pages == 2


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (with_script, "program"),
        (with_named_script, "program"),
        (with_launch, "open something else"),
        (with_attachment, "hidden"),
        (with_annotation, "hidden"),
        (with_xfa, "fills itself in"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_acts_is_refused_even_when_its_objects_are_packed(
    session: object, change: object, word: str, packed: bool
) -> None:
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    data = pdf(1, change, object_stream_mode=mode)  # type: ignore[arg-type]

    with force_locale("en"), pytest.raises(pdfs.PdfActiveError, match=word):
        pdfs.looked_into(data)


@pytest.mark.parametrize("password", ["", "mật khẩu"])
def test_an_encrypted_pdf_is_refused_with_or_without_a_password_to_open_it(session: object, password: str) -> None:
    data = pdf(1, encryption=pikepdf.Encryption(owner="x", user=password))

    with pytest.raises(pdfs.PdfLockedError):
        pdfs.looked_into(data)


def test_too_many_pages_or_bytes_are_refused(session: object) -> None:
    with pytest.raises(pdfs.PdfTooLargeError):
        pdfs.looked_into(pdf(pdfs.MAX_PAGES + 1))
    with pytest.raises(pdfs.PdfTooLargeError):
        pdfs.looked_into(pdf() + bytes(pdfs.MAX_BYTES))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 500, b"MZ" + b"%PDF-1.7"])
def test_what_only_says_that_it_is_a_pdf_is_refused(session: object, data: bytes) -> None:
    with pytest.raises(pdfs.PdfBrokenError):
        pdfs.looked_into(data)


def test_a_pdf_cut_short_in_its_page_is_refused_or_read_never_a_fault(session: object) -> None:
    whole = pdf(5)
    for cut in range(20, len(whole), 97):
        try:
            pdfs.looked_into(whole[:cut])
        except pdfs.PdfRefusedError:
            continue


def test_a_bomb_is_refused_before_it_is_unpacked(session: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "MAX_INFLATED_BYTES", 20_000_000)
    packed = zlib.compress(bytes(pdfs.MAX_INFLATED_BYTES + 1), 9)
    data = b"%PDF-1.7\n1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj"
    tracemalloc.start()

    with pytest.raises(pdfs.PdfTooLargeError):
        pdfs.looked_into(data)

    _now, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most_bytes < pdfs.MAX_INFLATED_BYTES / 4


@pytest.mark.parametrize("twice", [b"[/FlateDecode /FlateDecode]", b"[/Fl#61teDecode/FlateDecode]", b"/LZWDecode"])
def test_packings_inside_packings_are_refused(session: object, twice: bytes) -> None:
    data = b"%PDF-1.7\n1 0 obj<</Type/ObjStm/Filter" + twice + b">>stream\nx\nendstream endobj"

    with pytest.raises(pdfs.PdfTooLargeError):
        pdfs.looked_into(data)
