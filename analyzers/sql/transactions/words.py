"""The words of database libraries that begin and end transactions."""

BEGINS = frozenset(
    """begin begin_nested begin_twophase atomic transaction in_transaction xact db_session transactional commit_on_success
    savepoint""".split()  # noqa: SIM905 - a list of quoted words reads worse
)
"""Context managers and decorators that are a transaction from their first line to their last."""

INTERACTIONS = frozenset(
    ("runInteraction", "run_interaction", "run_in_transaction", "run_transaction", "with_transaction")
)
"""Calls that run what they are given in a transaction: Twisted's pools, and clients of Google's, MongoDB's and CockroachDB's."""

COMMITS = frozenset({"commit", "acommit", "commit_transaction"})
AFTERWARDS = frozenset({"on_commit", "run_on_commit", "call_on_commit", "on_after_commit", "after_commit"})
"""Calls whose argument runs once the transaction is committed."""

STACKS = frozenset({"ExitStack", "AsyncExitStack"})
ENTERS = frozenset({"enter_context", "enter_async_context"})
"""Context managers that enter others, which end with them, and the calls by which they do."""

MARKS = {"begin_nested": "savepoint", "savepoint": "savepoint", "begin_twophase": "two-phase"}
CONNECTIONS = frozenset({"sqlite3", "psycopg2", "psycopg", "pysqlite3", "pg8000", "aiosqlite"})
"""Libraries whose connections, used as a context manager, commit at the end of the block."""

RUNS = frozenset({"execute", "executescript", "exec_driver_sql", "exec", "run_sql", "execute_sql"})
"""Calls that a text is given to in order to be run."""
