"""SQLite's migrations and PostgreSQL's make the same tables: who adds one there, adds one here."""

from __future__ import annotations

from board_qa.storage.postgres.store import PostgresStore
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sql.tables import TABLES
from tests.support.stores import memory_store

_TYPES = {"TEXT": "text", "INTEGER": "bigint", "REAL": "double precision", "BLOB": "bytea"}
# What each has for itself.
_OWN = {"_sqlite_migrations", "sqlite_sequence", "schema_migration", "question_search"}
# Two indexes of the same; and those of search.
_OWN_INDEXES = {"idx_question_unscreened", "idx__sqlite_migrations_migration_set_name", "question_search_asked",
                "question_search_words"}  # fmt: skip

_SQLITE = """SELECT t.name AS "table", c.name AS name, c.type AS type, c."notnull" OR c.pk > 0 AS needed,
                 c.dflt_value AS "default" FROM sqlite_master t JOIN pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE 'question_fts%'"""
_POSTGRES = """SELECT table_name AS table, column_name AS name, data_type AS type, is_nullable = 'NO' AS needed,
                   column_default AS default FROM information_schema.columns WHERE table_schema = current_schema()"""


def columns(store: SqlStore, sql: str) -> dict[tuple[str, str], tuple[str, bool, str]]:
    """By table and name: its type, whether it has to be there, and what it is where nothing is said."""
    return {
        (row["table"], row["name"]): (
            _TYPES.get(row["type"], row["type"]),
            bool(row["needed"]),
            (row["default"] or "").removesuffix("::text"),
        )
        for row in store.database.rows(sql)
        if row["table"] not in _OWN
    }


def indexes(store: SqlStore, sql: str) -> set[str]:
    return {row["name"] for row in store.database.rows(sql)} - _OWN_INDEXES


def test_both_have_the_same_tables_and_columns(store: SqlStore) -> None:
    ours, sqlites = columns(store, _POSTGRES if is_postgres(store) else _SQLITE), columns(memory_store(), _SQLITE)

    assert ours == sqlites
    assert {table for table, _ in ours} == set(TABLES)


def test_both_have_the_same_indexes(store: SqlStore) -> None:
    sqlites = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    named = """SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema()
               AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_question_id_key'"""

    assert indexes(store, named if is_postgres(store) else sqlites) == indexes(memory_store(), sqlites)


def is_postgres(store: SqlStore) -> bool:
    return isinstance(store, PostgresStore)
