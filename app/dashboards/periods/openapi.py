"""The open ledger described for programs, after OpenAPI 3.1."""

from typing import Any

from app.dashboards.periods.rules import SIGNATURE_TYPE


def description(base_url: str) -> dict[str, Any]:
    """Return the description of every address of the ledger; all of them only read."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lên Sàn: dữ liệu mở",
            "version": "1",
            "summary": "Số liệu đã chốt theo kỳ, ô nhỏ đã gộp, mỗi tệp nối với tệp trước bằng mã băm",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": base_url}],
        "paths": {
            "/du-lieu-mo/ky.json": {"get": _reading("editions", "Các bản đã công bố, theo thứ tự chuỗi", _LIST)},
            "/du-lieu-mo/{term}/lan-{edition}.json": {
                "parameters": _NAMED,
                "get": _reading("edition_json", "Một bản, nguyên từng byte", {"$ref": "#/components/schemas/Edition"}),
            },
            "/du-lieu-mo/{term}/lan-{edition}.json.p7s": {
                "parameters": _NAMED,
                "get": _reading(
                    "edition_signature",
                    "Chữ ký rời (CMS) của bản JSON",
                    {"type": "string"},
                    SIGNATURE_TYPE,
                ),
            },
            "/du-lieu-mo/{term}/lan-{edition}.csv": {
                "parameters": _NAMED,
                "get": _reading("edition_csv", "Các dòng của một bản", {"type": "string"}, "text/csv"),
            },
            "/du-lieu-mo/da-xoa.json": {"get": _always("deleted_json", _DELETED_SAID, _DELETED)},
            "/du-lieu-mo/da-xoa.csv": {
                "get": _always("deleted_csv", _DELETED_SAID, {"type": "string"}, "text/csv"),
            },
        },
        "components": {"schemas": {"Edition": _EDITION}},
    }


def _reading(name: str, summary: str, schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    found = _always(name, summary, schema, kind)
    found["responses"]["404"] = {"description": "Không có bản này"}
    return found


def _always(name: str, summary: str, schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    answers = {"200": {"description": summary, "content": {kind: {"schema": schema}}}}
    return {"operationId": name, "summary": summary, "responses": answers}


_NAMED = [
    {
        "name": "term", "in": "path", "required": True,
        "schema": {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"},
    },
    {"name": "edition", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}},
]  # fmt: skip
_DELETED_SAID = "Đã xoá bao nhiêu, theo tháng và theo loại; ít hơn 5 thì không ghi số"
_DELETED = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["thang", "loai", "so_luong"],
        "properties": {
            "thang": {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"}, "loai": {"type": "string"},
            "so_luong": {"type": ["integer", "null"], "minimum": 5},
        },
    },
}  # fmt: skip
_LIST = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["ky", "lan", "sha256", "sha256_truoc", "json", "csv"],
        "properties": {
            "ky": {"type": "string"}, "lan": {"type": "integer"}, "ly_do": {"type": "string"},
            "sha256": {"type": "string"}, "sha256_truoc": {"type": "string"},
            "json": {"type": "string", "format": "uri"}, "csv": {"type": "string", "format": "uri"},
            "chu_ky": {"type": ["string", "null"], "format": "uri"},
        },
    },
}  # fmt: skip
_EDITION = {
    "type": "object",
    "required": ["ky", "lan", "cot", "so_lieu", "tu_dien", "sha256_truoc"],
    "properties": {
        "ky": {"type": "string"}, "tu_ngay": {"type": "string", "format": "date"},
        "den_ngay": {"type": "string", "format": "date"}, "lan": {"type": "integer"},
        "cot": {"type": "array", "items": {"type": "string"}},
        "so_lieu": {"type": "array", "items": {"type": "array"}},
        "cot_theo_nghe": {"type": "array", "items": {"type": "string"}},
        "theo_nghe": {"type": "array", "items": {"type": "array"}},
        "tu_dien": {"type": "array", "items": {"type": "object"}},
        "sha256_truoc": {"type": "string"}, "sha256_ban_day_du": {"type": "string"},
    },
}  # fmt: skip
