"""SQL that hurts: each text gets an answer, soon."""

import logging
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.analyzers.sql.text.reading import statements_of
from decompose.analyzers.sql.text.statement import Statement
from decompose.analyzers.sql.text.text_front_end import SQL_TEXT
from decompose.repository.source import SourceFile

WORDS = st.sampled_from(
    [
        "SELECT",
        "*",
        "FROM",
        "a",
        "b",
        "c",
        "WHERE",
        "x",
        "=",
        "1",
        "(",
        ")",
        ",",
        ";",
        "JOIN",
        "ON",
        "INSERT",
        "INTO",
        "VALUES",
        "UPDATE",
        "SET",
        "DELETE",
        "WITH",
        "AS",
        "'",
        '"',
        "`",
        "[",
        "]",
        "{",
        "}",
        "{{",
        "}}",
        "%s",
        "%(n)s",
        ":x",
        "?",
        "$1",
        "$$",
        "--",
        "/*",
        "*/",
        ".",
        "UNION",
        "CREATE",
        "TABLE",
        "REFERENCES",
        "MERGE",
        "USING",
        "COPY",
        "stdin",
        "\\.",
        "LOCK",
        "CASE",
        "WHEN",
        "END",
        "NOT",
        "IN",
        "{%",
        "%}",
        "\n",
        "é",
        "'a'",
        "::",
    ]
)


def timed(text: str) -> tuple[tuple[Statement, ...], float]:
    start = time.process_time()
    statements = statements_of(text)
    return statements, time.process_time() - start


@pytest.mark.parametrize(
    "text",
    [
        "SELECT " + "(" * 3_000 + "1" + ")" * 3_000 + " FROM orders",
        "SELECT * FROM " + "(SELECT * FROM " * 500 + "orders" + ")" * 500,
        "SELECT * FROM " + "(SELECT * FROM " * 20_000 + "orders" + ")" * 20_000,
        "SELECT * FROM orders WHERE " + "NOT " * 10_000 + "x",
        "SELECT " + "- " * 10_000 + "1 FROM orders",
        "SELECT " + "NOT - " * 5_000 + "1 FROM orders",
        "SELECT " + "CASE WHEN " * 5_000 + "1 THEN 1 END" * 5_000 + " FROM orders",
        "SELECT " + "[" * 5_000 + " FROM orders",
        "SELECT 1 FROM orders UNION " * 3_000 + "SELECT 2 FROM orders",
        "SELECT * FROM orders WHERE " + "x = 1 AND " * 5_000 + "x = 1",
        "SELECT 1+" + "1+" * 10_000 + "1 FROM orders",
    ],
    ids=["parens", "queries", "more queries", "not", "minus", "mixed", "case", "brackets", "union", "and", "plus"],
)
def test_deep_statements_still_name_their_table(text: str) -> None:
    found = statements_of(text)
    assert "orders" in {table for statement in found for table in statement.reads}


def test_rows_of_values_are_not_parsed() -> None:
    rows = ", ".join(f"({n}, 'name {n}', NULL)" for n in range(50_000))
    text = f"INSERT INTO people (id, name, boss) VALUES {rows} ON CONFLICT DO NOTHING"
    (statement,), seconds = timed(text)
    assert seconds < 5
    assert statement.writes == ("people",)
    assert statement.parsed


def test_long_in_lists_are_not_parsed() -> None:
    text = f"SELECT * FROM a WHERE id IN ({', '.join(map(str, range(100_000)))}) AND b = (SELECT 1 FROM c)"
    (statement,), seconds = timed(text)
    assert seconds < 5
    assert statement.reads == ("a", "c")


@pytest.mark.parametrize(
    "text", ["{{" * 50_000, "'" * 50_001, "/*" * 50_000, "$a$" * 30_001, "%(" * 50_000, "`" * 50_001, "(" * 100_000]
)
def test_reading_is_linear_in_the_text(text: str) -> None:
    assert timed("SELECT * FROM orders WHERE " + text)[1] < 3


def test_the_parser_says_nothing_on_its_own(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("sqlglot").disabled = False
    statements_of("CALL something(1); LOCK TABLE a; CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN END $$")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_no_mixture_of_words_raises_and_each_statement_hangs_together(text: str) -> None:
    for statement in statements_of(text):
        connected = {name for pair in statement.joins for name in pair}
        assert connected <= set(statement.tables)
        assert all(one < other for one, other in statement.joins)
    assert statements_of(text) == statements_of(text)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_file_raises(content: bytes) -> None:
    SQL_TEXT.extract(SourceFile("a.sql", content, ""))


def test_lines_count_from_one_through_data_and_comments() -> None:
    text = "-- head\nCOPY a FROM stdin;\n1\t2\n\\.\n\nSELECT *\nFROM b;\n/* x\n*/ DELETE FROM c;"
    assert [(each.line, each.tables) for each in statements_of(text)] == [(2, ("a",)), (6, ("b",)), (9, ("c",))]


def test_a_summary_ends_with_its_statement() -> None:
    first, second = statements_of("SELECT *   FROM a;\nSELECT " + "x, " * 100 + "y FROM b")
    assert first.summary == "SELECT * FROM a"
    assert len(second.summary) == 120
    assert second.summary.endswith("…")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_encodings_of_files(encoding: str) -> None:
    content = "SELECT 'é' FROM orders".encode(encoding)
    facts = SQL_TEXT.extract(SourceFile("a.sql", content, ""))
    assert [each.reads for each in facts.statements] == [("orders",)]


def test_a_binary_file_is_told() -> None:
    assert [code for _, code, _ in SQL_TEXT.extract(SourceFile("a.sql", b"SELECT\0 1", "")).flaws] == ["binary"]


def test_beyond_a_depth_the_parser_is_not_asked() -> None:
    """It recurses in C: at 10,000 nested queries it took the whole process down."""
    for depth, parsed in ((50, True), (70, False)):
        (statement,) = statements_of("SELECT " + "(1 + " * depth + "1" + ")" * depth + " FROM orders")
        assert (statement.reads, statement.parsed) == (("orders",), parsed)


def test_options_whose_grammar_never_ends_are_not_given_to_the_parser() -> None:
    (statement,), seconds = timed("ALTER TABLE tbl SET (DATA_DELETION=ON(FILTER_COLUMN=col, MONTHS))")
    assert (statement.alters, statement.parsed) == (("tbl",), False)
    assert seconds < 1


def test_a_bracket_that_stays_open_is_not_given_to_the_parser() -> None:
    """One of its grammars looked for the end of these options for ever."""
    text = "CREATE TABLE test (a CHAR(7)) WITH(SYSTEM_VERSIONING=ON(HIST"
    (statement,), seconds = timed(text)
    assert (statement.creates, statement.parsed) == (("test",), False)
    assert seconds < 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT x" + "[1]" * 5_000 + " FROM orders",
        "SELECT " + "STRUCT(" * 58 + "1" + ")" * 58 + " FROM orders",
        "SELECT " + "CHAR(INT(" * 29 + "1" + "))" * 29 + " FROM orders",
        "SELECT 1 FROM orders " + "UNION ALL SELECT 2 FROM orders " * 2_000,
    ],
    ids=["subscripts", "types", "mixed-types", "unions"],
)
def test_what_takes_a_grammar_for_ever_is_still_read(text: str) -> None:
    [found] = statements_of(text)
    assert found.reads == ("orders",)


def test_types_in_types_as_people_write_them_are_parsed() -> None:
    [found] = statements_of("SELECT CAST(a AS DECIMAL(10, 2)), COALESCE(TRIM(LOWER(CHAR(DATE(b)))), '') FROM orders")
    assert found.parsed
