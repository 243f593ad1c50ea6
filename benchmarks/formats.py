"""Documents against the parsers of those who will read them: SARIF by its published schema, Mermaid by mermaid itself.

    npm install --prefix WORK mermaid jsdom
    python benchmarks/formats.py WORK --sarif-schema sarif-schema-2.1.0.json [RESULT.json …]

The schema is that of OASIS (sarif-spec, sarif-2.1/schema), which is not ours to copy. Checked are, for each hostile name of the
tests, a SARIF document, a diagram of the system and one of the summary of a check; and the diagrams of the given results. A
document that is broken on purpose has to be refused, so that a parser that accepts everything is no proof. Exit code 1 if
anything is refused that should not be.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from jsonschema import Draft7Validator

from decompose.errors import Location
from decompose.reports import to_mermaid
from decompose.result.store import load
from decompose.tracking.check import CheckResult, Level, Rule, Violation
from decompose.tracking.edge import Edge
from decompose.tracking.sarif import to_sarif
from decompose.tracking.summary import to_markdown
from tests.decompositions import renamed, shop
from tests.strategies import HOSTILE

PARSE = """
import { JSDOM } from "jsdom"; import { readFileSync } from "fs";
const dom = new JSDOM("<body></body>"); globalThis.window = dom.window; globalThis.document = dom.window.document;
const mermaid = (await import("mermaid")).default;
for (const file of process.argv.slice(2))
  try { await mermaid.parse(readFileSync(file, "utf8")); }
  catch (error) { console.log(file, String(error.message).slice(0, 200)); }
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--sarif-schema", type=Path, required=True)
    parser.add_argument("results", type=Path, nargs="*")
    arguments = parser.parse_intermixed_args()
    refused = [*_sarif(arguments.sarif_schema), *_mermaid(arguments.work, arguments.results)]
    print("\n".join(refused) or "all accepted, and what was broken on purpose refused")
    return bool(refused)


def _sarif(schema: Path) -> Iterator[str]:
    validator = Draft7Validator(json.loads(schema.read_text()))
    for name in HOSTILE:
        document = json.loads(to_sarif(_checked(name)))
        yield from (
            f"SARIF of {name!r}: {error.json_path} {error.message[:120]}" for error in validator.iter_errors(document)
        )
    document["runs"][0]["results"][0]["level"] = "terrible"
    if validator.is_valid(document):
        yield "SARIF: the schema accepts a level that there is not"


def _checked(name: str) -> CheckResult:
    """A check that found each rule broken at each kind of place, all of one name."""
    edge = Edge("import", name, name, name, name)
    places = (Location(name, 3), Location(name, 0), None)
    found = tuple(Violation(rule, Level.ERROR, place, name, (edge,)) for rule in Rule for place in places)
    return CheckResult(found, (), (), (), (), found)


def _mermaid(work: Path, results: Sequence[Path]) -> Iterator[str]:
    texts = [to_mermaid.render(renamed(shop(), lambda old, name=name: name + old)) for name in HOSTILE]  # type: ignore[misc]
    texts += [to_markdown(_checked(name)).split("```mermaid\n")[1].split("\n```")[0] for name in HOSTILE]
    texts += [to_mermaid.render(load(result)) for result in results]
    (work / "parse.mjs").write_text(PARSE)
    files = [work / f"{number}.mmd" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, errors="replace")
    broken = work / "broken.mmd"
    broken.write_text("flowchart LR\n  end[\n")
    command = ["node", "parse.mjs", *(file.name for file in (*files, broken))]
    told = subprocess.run(command, cwd=work, check=True, capture_output=True, text=True).stdout.splitlines()
    if not any(line.startswith(broken.name) for line in told):
        yield "Mermaid: a broken diagram is accepted"
    yield from (f"Mermaid: {line}" for line in told if line.split(" ")[0] in {file.name for file in files})


if __name__ == "__main__":
    sys.exit(main())
