"""Evidence from elsewhere: from a file of JSON lines to findings, beside those of analyzers or alone.

Other languages' extractors, runtime traces and published data come this way; `lines` has the format.
"""

import json
from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from decompose.errors import DecomposeError, Location, Problem
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.findings import Findings, Ratio
from decompose.evidence.lines import CODE, DATA, ENDS, TABLE, VERSION, EvidenceLine, FormatLine, Line, UnitLine, sort_of
from decompose.evidence.unit import Unit, UnitKind, module_of

UNKNOWN = "evidence-unknown-unit"
UNDIRECTED = frozenset({EvidenceKind.JOINS, EvidenceKind.CO_WRITES, EvidenceKind.CO_CHANGE})
REMEDY = "`decompose schema evidence` describes every line."
MOST_TOLD = 100
"""Ends that nothing has, of which each is a problem of its own; one more problem counts the rest."""


def told(content: bytes, name: str, known: Iterable[Unit] = ()) -> Findings:
    """What a file called `name` says; raises DecomposeError with the line that is not in the format.

    `known` are the units of analyzers. Evidence with an end that neither they nor the file have is left out, and a problem.
    """
    units: dict[str, tuple[Unit, int]] = {}
    pieces: list[tuple[int, EvidenceLine]] = []
    decoder = msgspec.json.Decoder(Line)
    for number, text in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not text.strip():
            continue
        line = _decoded(decoder, text, name, number)
        match line:
            case FormatLine():
                _check_version(line, name, number, first=not units and not pieces)
            case UnitLine():
                _add_unit(line, units, name, number)
            case EvidenceLine():
                _check_ends(line, name, number)
                pieces.append((number, line))
    return _findings(name, [unit for unit, _ in units.values()], pieces, known)


def _decoded(decoder: "msgspec.json.Decoder[Line]", text: bytes, name: str, number: int) -> Line:
    try:
        return decoder.decode(text)
    except msgspec.ValidationError as error:
        raise _wrong(name, number, _plain(str(error), text)) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise _wrong(name, number, f"this is no JSON: {str(error).rstrip('.')}") from error


def _wrong(name: str, number: int, what: str) -> DecomposeError:
    return DecomposeError(f"{name}:{number}: {what}.", REMEDY)


def _plain(message: str, text: bytes) -> str:
    """The library's message in the user's words, with what may have been meant by a kind that is none."""
    what, _, place = message.partition(" - at ")
    key = place.strip("`").removeprefix("$.").removeprefix("$")
    said = f"{key}: {what[:1].lower()}{what[1:]}" if key else what[:1].lower() + what[1:]
    if key == "kind":
        given = json.loads(text)
        kinds = [kind.value for kind in (UnitKind if given["type"] == "unit" else EvidenceKind)]
        near = get_close_matches(str(given["kind"]), kinds, n=1)
        meant = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(kinds)}"
        return f"there is no kind {given['kind']!r} ({meant})"
    return said.rstrip(".")


def _check_version(line: FormatLine, name: str, number: int, *, first: bool) -> None:
    if not first:
        raise _wrong(name, number, "the format may only be told on the first line")
    if line.version != VERSION:
        raise _wrong(name, number, f"version {line.version} of the format is not one that this decompose reads")


def _add_unit(line: UnitLine, units: dict[str, tuple[Unit, int]], name: str, number: int) -> None:
    if line.id in units:
        raise _wrong(name, number, f"the unit {line.id!r} is told a second time; first at line {units[line.id][1]}")
    expected = {UnitKind.TABLE: "table:", UnitKind.ENTRY_POINT: "entry:"}.get(line.kind, "")
    if sort_of(line.id) != sort_of(expected):
        wanted = f"starts with {expected!r}" if expected else "starts neither with 'table:' nor with 'entry:'"
        raise _wrong(name, number, f"the id of a {line.kind} {wanted}, not {line.id!r}")
    words = tuple(sorted((word.lower(), count) for word, count in line.words.items()))
    place = Location(line.file or (module_of(line.id) if not expected else name), line.line if line.file else 0)
    shown = line.name or line.id.removeprefix(expected)
    units[line.id] = (Unit(line.id, line.kind, shown, place, line.parent, line.lines, line.role, words), number)


def _check_ends(line: EvidenceLine, name: str, number: int) -> None:
    for end, id, wanted in zip(("source", "target"), (line.source, line.target), ENDS[line.kind], strict=True):
        if sort_of(id) != wanted:
            raise _wrong(name, number, f"the {end} of {line.kind} is {wanted}, not {id!r}")


def _findings(name: str, units: list[Unit], pieces: list[tuple[int, EvidenceLine]], known: Iterable[Unit]) -> Findings:
    ids = {unit.id for unit in (*units, *known)}
    unknown: dict[str, int] = {}
    evidence = []
    for number, piece in pieces:
        missing = [end for end in (piece.source, piece.target) if not _is_known(end, ids)]
        for end in missing:
            unknown.setdefault(end, number)
        if not missing:
            evidence.append(_evidence(piece, name, number))
    implied = {end for each in evidence for end in (each.source, each.target) if sort_of(end) != CODE} - ids
    return Findings(
        units=tuple(sorted([*units, *(_implied(id, name) for id in implied)], key=lambda unit: unit.id)),
        evidence=tuple(evidence),
        problems=tuple(_problems(unknown, ids, name)),
        understood=(Ratio(f"evidence told in {name}", len(evidence), len(pieces)),),
    )


def _is_known(end: str, ids: set[str]) -> bool:
    return sort_of(end) != CODE or end in ids or module_of(end) in ids


def _evidence(piece: EvidenceLine, name: str, number: int) -> Evidence:
    source, target = piece.source, piece.target
    if piece.kind in UNDIRECTED and target < source:
        source, target = target, source
    support = (piece.support or float(piece.count)) if piece.kind is EvidenceKind.CO_CHANGE else 0.0
    return Evidence(
        piece.kind,
        source,
        target,
        Location(piece.file, piece.line) if piece.file else Location(name, number),
        piece.count,
        piece.confidence,
        piece.flags,
        piece.detail,
        piece.place,
        support=support,
    )


def _implied(id: str, name: str) -> Unit:
    """A table or entry point that only evidence names."""
    kind = UnitKind.TABLE if sort_of(id) == DATA else UnitKind.ENTRY_POINT
    return Unit(
        id, kind, id.partition(":")[2] if kind is UnitKind.ENTRY_POINT else id.removeprefix(TABLE), Location(name)
    )


def _problems(unknown: dict[str, int], ids: set[str], name: str) -> Iterable[Problem]:
    modules = sorted(id for id in ids if sort_of(id) == CODE)
    for id, number in list(unknown.items())[:MOST_TOLD]:
        near = get_close_matches(id, modules, n=1) if len(modules) < 20_000 else []
        meant = f" Did you mean {near[0]!r}?" if near else ""
        yield Problem(Location(name, number), UNKNOWN, f"{id!r} is no unit, so what is said of it is left out.{meant}")
    if len(unknown) > MOST_TOLD:
        left = len(unknown) - MOST_TOLD
        yield Problem(Location(name), UNKNOWN, f"{left:,} more ends of evidence are no units.")
