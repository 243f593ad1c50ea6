"""Statements of every dialect that sqlglot tests itself with, whole and broken: none may crash, hang or take too long.

    python benchmarks/statements.py WORK [--count 2000] [--show 10]

The statements are the single-quoted and double-quoted arguments of the tests in sqlglot's source distribution that begin
as a statement does, fetched into WORK and never committed; every n-th is taken so that all dialects take part. Each is
read whole, cut off in the middle, without one word (by a fixed seed), with a hole in place of one word, and with its
quotes and brackets unbalanced. Hard cases follow, at the edges of what is given to a grammar at all: each statement in the
brackets of 50 queries around it, and every tenth of them 200 times within one list of expressions, or as often with UNION as
the longest text allows. Told are: exceptions, the slowest reading, those over the limit, how many are parsed
by a grammar and how many are scanned, and how many name a table.
"""

import argparse
import ast
import random
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from packages import source_of

from decompose.analyzers.sql.text.parsing import LARGEST
from decompose.analyzers.sql.text.reading import statements_of
from decompose.analyzers.sql.text.recognising import starts_like_sql

REQUIREMENT = "sqlglot==26.33.0"
LIMIT = 2.0
"""Seconds of processor time that no statement of this size may take."""


def main() -> int:
    """The sums, and 1 if anything crashed or was too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--show", type=int, default=10)
    asked = parser.parse_args()
    texts = sorted(set(statements(source_of(REQUIREMENT, asked.work.resolve()))))
    chosen = texts[:: max(1, len(texts) // asked.count)][: asked.count]
    print(f"{len(texts)} statements in the tests of {REQUIREMENT}, {len(chosen)} taken")
    wrong = [tried(kind, [broken(text, kind) for text in chosen], asked.show) for kind in KINDS]
    wrong.append(tried("deep", ["SELECT * FROM (" * 50 + text + ") AS x" * 50 for text in chosen], asked.show))
    some = [text.strip().rstrip(";") for text in chosen[::10]]
    wide = [f"SELECT {', '.join([f'({text})'] * 200)} FROM orders" for text in some]  # noqa: S608 - never runs
    wrong.append(tried("wide", wide, asked.show))
    unions = [" UNION ALL ".join([text] * max(2, LARGEST // (len(text) + 11))) for text in some]
    wrong.append(tried("unions", unions, asked.show))
    return int(any(wrong))


KINDS = ("whole", "cut", "word", "hole", "quote")


def statements(root: Path) -> Iterator[str]:
    """Texts in the tests that begin as a statement does."""
    for path in sorted(root.glob("tests/**/*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and starts_like_sql(node.value):
                yield node.value
    for path in sorted(root.glob("tests/fixtures/**/*.sql")):
        yield from (text for text in path.read_text("utf-8").split(";") if starts_like_sql(text))


def broken(text: str, kind: str) -> str:
    """One variant of a statement, the same each time."""
    draw = random.Random(text)  # noqa: S311 - a choice of words, no secret
    words = text.split(" ")
    at = draw.randrange(len(words))
    if kind == "cut":
        return text[: draw.randrange(1, max(2, len(text)))]
    if kind == "word":
        return " ".join(words[:at] + words[at + 1 :])
    if kind == "hole":
        return " ".join([*words[:at], draw.choice(["{}", "%s", "{{ x }}", ":x", "?"]), *words[at + 1 :]])
    if kind == "quote":
        return text[:at] + draw.choice("'\"`([{") + text[at:]
    return text


def tried(kind: str, texts: list[str], show: int) -> bool:
    """Reads them all; whether something went wrong."""
    crashed: list[str] = []
    times: list[tuple[float, str]] = []
    parsed = tables = found = 0
    for text in texts:
        begin = time.process_time()
        try:
            read = statements_of(text)
        except Exception:  # noqa: BLE001 - what is looked for
            crashed.append(f"{text[:100]!r}: {traceback.format_exc().splitlines()[-1]}")
            continue
        times.append((time.process_time() - begin, text))
        found += len(read)
        parsed += sum(each.parsed for each in read)
        tables += any(each.tables for each in read)
    times.sort(reverse=True)
    slow = [one for one in times if one[0] > LIMIT]
    print(
        f"{kind:6} {len(texts):6} read, {len(crashed)} crashed, {len(slow)} over {LIMIT} s, slowest {times[0][0]:.2f} s, "
        f"{sum(one[0] for one in times) / len(times) * 1000:.2f} ms each; {parsed} of {found} parsed, {tables} name a table"
    )
    for line in [*crashed[:show], *(f"{seconds:.2f} s: {text[:100]!r}" for seconds, text in slow[:show])]:
        print("   ", line)
    return bool(crashed or slow)


if __name__ == "__main__":
    sys.exit(main())
