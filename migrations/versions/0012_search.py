"""Find dossiers by what people remember of them.

Why: the desk looks for a name without marks, with a slip, among all the dossiers of the province.
Rows affected: none; `lensan search rebuild` fills the tables for dossiers that were there before.
Safe while the previous release is still running: yes, it does not know the tables; what it changes is found under
its old words until the rebuild.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_search"
down_revision = "0011_results"
branch_labels = None
depends_on = None

# Words are folded before they are stored, so the index takes them as they are.
FTS5 = """
create virtual table merchant_search_fts using fts5(
    words, content='merchant_search', content_rowid='id',
    tokenize='unicode61 remove_diacritics 0', prefix='2 3', detail='none'
)
"""
TRIGGERS = {
    "added": "after insert on merchant_search begin"
    " insert into merchant_search_fts (rowid, words) values (new.id, new.words); end",
    "removed": "after delete on merchant_search begin"
    " insert into merchant_search_fts (merchant_search_fts, rowid, words) values ('delete', old.id, old.words); end",
    "changed": "after update on merchant_search begin"
    " insert into merchant_search_fts (merchant_search_fts, rowid, words) values ('delete', old.id, old.words);"
    " insert into merchant_search_fts (rowid, words) values (new.id, new.words); end",
}


def upgrade() -> None:
    op.create_table(
        "merchant_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_merchant_search_merchant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchant_search")),
        sa.UniqueConstraint("merchant_id", name=op.f("uq_merchant_search_merchant_id")),
    )
    op.create_table(
        "search_word",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("key", "word", name=op.f("pk_search_word")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(FTS5)
        for name, does in TRIGGERS.items():
            op.execute(f"create trigger merchant_search_{name} {does}")
    else:
        op.execute("create index ix_merchant_search_words on merchant_search using gin (to_tsvector('simple', words))")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"drop trigger merchant_search_{name}")
        op.execute("drop table merchant_search_fts")
    op.drop_table("search_word")
    op.drop_table("merchant_search")
