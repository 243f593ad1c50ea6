"""From a check to a page of Markdown for a pull request: the verdict, the pairs of contexts that moved, each finding.

Names of the tree stand escaped wherever they stand, so that none of them mentions anybody or becomes a link.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from decompose import __version__
from decompose.evidence.words import amount
from decompose.result.escaping import markdown, markdown_code, mermaid
from decompose.result.links import address
from decompose.tracking.check import CheckResult, Violation
from decompose.tracking.edge import Edge

MAKER = "<!-- decompose check -->"
"""The first line, by which a bot finds its comment of the last time."""

PAIRS, FINDINGS, NODES = 10, 50, 25
"""Most rows, findings and boxes; chosen: a comment of GitHub has 65,536 characters, and readers stop far earlier."""


class Pair(Struct, frozen=True):
    """How many edges lead from one context into another: before, and what came and went since."""

    start: str
    end: str
    before: int
    came: int
    went: int


def to_markdown(result: CheckResult, folder: str = "", link: str = "") -> str:
    """The page; paths begin at `folder`. `link` is an address with {path} and {line} to open a place in the browser."""
    pairs = _pairs(result)
    blocks = [MAKER, _verdict(result), _counts(result)]
    if pairs:
        blocks += [_table(pairs), _diagram(pairs)]
    blocks += _findings("New", result.new, folder, link)
    blocks += _folded("In no context", [_finding(violation, folder, link) for violation in result.unassigned])
    for title, edges in (
        ("Removed", result.removed),
        ("Stale: one of their ends is gone", result.stale),
        ("Unsure: a file of theirs could not be read", result.unsure),
    ):
        blocks += _folded(title, [_edge(edge) for edge in edges])
    return "\n\n".join([*blocks, f"<sub>decompose {__version__}</sub>"]) + "\n"


def _verdict(result: CheckResult) -> str:
    new = sum(len(violation.edges) for violation in result.new)
    if not new:
        return "**No new coupling across contexts.**"
    found = f" in {amount(len(result.new), 'finding')}" if new != len(result.new) else ""
    return f"**{amount(new, 'new coupling')} across contexts{found}.**"


def _counts(result: CheckResult) -> str:
    parts = {"removed": result.removed, "known": result.known, "stale": result.stale, "unsure": result.unsure}
    return ", ".join(f"{len(edges):,} {name}" for name, edges in parts.items()) + "."


def _pairs(result: CheckResult) -> list[Pair]:
    """Those with a change, the ones that gained most first."""
    came = Counter((edge.from_context, edge.to_context) for violation in result.new for edge in violation.edges)
    went = Counter((edge.from_context, edge.to_context) for edge in (*result.removed, *result.stale))
    stayed = Counter((edge.from_context, edge.to_context) for edge in (*result.known, *result.unsure))
    pairs = [Pair(*ends, stayed[ends] + went[ends], came[ends], went[ends]) for ends in {*came, *went}]
    return sorted(pairs, key=lambda pair: (-pair.came, -pair.went, pair.start, pair.end))


def _table(pairs: Sequence[Pair]) -> str:
    rows = ["| From | Into | Before | Now | New | Gone |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for pair in pairs[:PAIRS]:
        now = pair.before - pair.went + pair.came
        ends = f"{markdown_code(pair.start)} | {markdown_code(pair.end)}"
        rows.append(f"| {ends} | {pair.before:,} | {now:,} | {pair.came:,} | {pair.went:,} |")
    return "\n".join(rows) + _more(len(pairs) - PAIRS, "pair")


def _diagram(pairs: Sequence[Pair]) -> str:
    """Only the pairs that changed, as far as the boxes suffice."""
    numbers: dict[str, str] = {}
    arrows = []
    for pair in pairs:
        if len({*numbers, pair.start, pair.end}) > NODES:
            continue
        start, end = (numbers.setdefault(name, f"n{len(numbers) + 1}") for name in (pair.start, pair.end))
        label = " ".join(f"{sign}{count}" for sign, count in (("+", pair.came), ("-", pair.went)) if count)
        arrows.append(f'  {start} -->|"{mermaid(label)}"| {end}')
    boxes = [f'  {number}["{mermaid(name) or "–"}"]' for name, number in numbers.items()]
    return "\n".join(["```mermaid", "flowchart LR", *boxes, *arrows, "```"])


def _findings(title: str, found: Sequence[Violation], folder: str, link: str) -> Iterator[str]:
    if found:
        listed = "\n".join(_finding(violation, folder, link) for violation in found[:FINDINGS])
        yield f"### {title}"
        yield listed + _more(len(found) - FINDINGS, "finding")


def _finding(violation: Violation, folder: str, link: str) -> str:
    where = violation.location
    place = ""
    if where:
        shown = markdown_code(folder + str(where))
        place = f"[{shown}](<{address(link, folder + where.path, where.line)}>) " if link else f"{shown} "
    return f"- {place}**{violation.rule.value}**: {_sentence(violation.message)}"


def _sentence(message: str) -> str:
    """A message with its commands as code; whatever a name in it may hold, each piece is escaped for where it stands."""
    pieces = message.split("`")
    return "".join(_inline(piece) if at % 2 == 0 else markdown_code(piece) for at, piece in enumerate(pieces))


def _inline(text: str) -> str:
    """Escaped, with the spaces at its ends, which join it to what stands beside it."""
    before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{before}{markdown(text)}{after}" if text.strip(" ") else text


def _edge(edge: Edge) -> str:
    ends = f"{markdown_code(edge.source)} → {markdown_code(edge.target)}"
    return f"- {markdown_code(edge.from_context)} → {markdown_code(edge.to_context)}, {edge.kind}: {ends}"


def _folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"<details><summary>{title}: {len(lines):,}</summary>"
        yield "\n".join(lines[:FINDINGS]) + _more(len(lines) - FINDINGS, "line")
        yield "</details>"


def _more(left: int, noun: str) -> str:
    return f"\n\nand {amount(left, f'more {noun}')}" if left > 0 else ""
