"""What files of whole shelves are called."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from catalog.rules import FileKind

FILE_KINDS: Mapping[FileKind, object] = {
    FileKind.XLSX: _l("All products (Excel)"),
    FileKind.CSV: _l("All products (CSV)"),
    FileKind.DOSSIER: _l("All products with photos (zip)"),
}
