"""How a database would answer a question, asked for without reading rows: by which indexes."""

from typing import Any

from sqlalchemy import Executable, text

from app.core.db import db


def plan_of(statement: Executable) -> str:
    """Return the plan of a statement, with sequential reading held dear so that few rows do not decide it."""
    connection = db.session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    asked: Any = statement.compile(connection, compile_kwargs={"literal_binds": True})
    if not is_sqlite:
        connection.execute(text("set local enable_seqscan = off"))
        connection.execute(text("set local enable_bitmapscan = off"))
    rows = connection.exec_driver_sql(f"{'explain query plan' if is_sqlite else 'explain'} {asked}".replace("%", "%%"))
    return "\n".join(str(row[-1]) for row in rows)
