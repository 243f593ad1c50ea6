"""Functions that put the name of a table into a statement: whoever gives the name touches the table."""

from tests.sql.systems import analyzed_files, told

POOL = """
class Pool:
    async def run(self, why, function, *args):
        return function(self.cursor, *args)
    async def insert(self, table, values, why=""):
        await self.run(why, self.insert_txn, table, values)
    @staticmethod
    def insert_txn(cursor, table, values):
        sql = "INSERT INTO %s (%s) VALUES (%s)" % (table, ", ".join(values), "?")
        cursor.execute(sql, values)
    def rows(self, table: str, key: str):
        self.cursor.execute(f"SELECT * FROM {table} JOIN lines USING ({key})")
"""


def accesses(code: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What `code`, which has a pool, reads and writes."""
    head = "from functools import partial\nfrom shop.pool import Pool\npool = Pool()\n"
    found = analyzed_files({"shop/__init__.py": "", "shop/pool.py": POOL, "shop/a.py": head + code})
    reads, writes = (
        [(source.partition("::")[2], table) for source, table in told(found, kind)] for kind in ("reads", "writes")
    )
    return [one for one in reads if one[0]], [one for one in writes if one[0]]


def test_a_name_that_is_given_directly_or_by_keyword_is_the_table() -> None:
    reads, writes = accesses(
        "def close(cursor):\n    pool.insert_txn(cursor, 'orders', {})\n    pool.rows(key='id', table='carts')\n"
    )
    assert writes == [("close", "orders")]
    assert ("close", "carts") in reads
    assert ("close", "lines") in reads


def test_a_name_that_is_handed_on_with_the_function_is_the_table() -> None:
    assert accesses("async def close():\n    await pool.insert(table='orders', values={})\n")[1] == [
        ("close", "orders")
    ]
    assert accesses("def close():\n    pool.run('x', pool.insert_txn, 'orders', {})\n")[1] == [("close", "orders")]
    later = "def close(cursor):\n    return partial(pool.insert_txn, cursor, 'orders')\n"
    assert accesses(later)[1] == [("close", "orders")]


def test_what_is_no_name_or_not_known_is_no_table() -> None:
    for given in ("'orders; DROP TABLE lines'", "'two words'", "names[0]", "f'{kind}_log'", "''"):
        assert accesses(f"def close(cursor, kind, names):\n    pool.insert_txn(cursor, {given}, {{}})\n")[1] == []


def test_a_hole_that_is_no_table_gives_nothing_to_whoever_fills_it() -> None:
    code = "def by(cursor, column):\n    cursor.execute(f'SELECT {column} FROM orders')\n"
    code += "def use(cursor):\n    by(cursor, 'state')\n"
    assert ("by", "orders") in accesses(code)[0]
    assert not [one for one in accesses(code)[0] if one[0] == "use"]


def test_schemas_beside_each_other_for_several_databases_are_read() -> None:
    code = "def load(cursor):\n    cursor.execute('SELECT orders.id FROM orders JOIN carts USING (id)')\n"
    files = {"full.sql.postgres": "CREATE TABLE orders (id int);", "full.sql.sqlite": "CREATE TABLE carts (id int);"}
    defined = [table for _, table in told(analyzed_files({"a.py": code, **files}), "defines")]
    assert defined == ["orders", "carts"]
    assert not told(analyzed_files({"a.py": code, "full.sqlx": files["full.sql.postgres"]}), "defines")
