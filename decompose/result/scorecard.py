"""The scorecard: from the measures of a result to one row per measure, with its words and what each partition gets."""

from msgspec import Struct

from decompose.contexts.context import Measures, Score
from decompose.contexts.measures.definitions import DEFINITIONS, Definition
from decompose.evidence.words import number, percent


class Row(Struct, frozen=True):
    """One line: `values` are as many as there are partitions, "–" where a measure cannot be taken.

    `against` compares the first partition, the contexts, with the folders as they are: better, worse, alike, or "".
    """

    name: str
    better: str
    values: tuple[str, ...]
    against: str
    good: str
    caution: str


class Scorecard(Struct, frozen=True):
    """Every measure of every partition; `partitions` are their names, the found contexts first."""

    partitions: tuple[str, ...]
    rows: tuple[Row, ...]


def scorecard_of(measures: Measures) -> Scorecard:
    """The balance of sizes first, since every measure can be had by sizes alone, then the measures that could be taken."""
    scores = measures.scores
    balance = (
        _row("Contexts", [number(score.contexts) for score in scores], "How many blocks there are."),
        _row("Largest", [percent(score.largest_share) for score in scores], "The share of units in the largest block."),
        _row(
            "Effective number",
            [f"{score.effective_contexts:.1f}" for score in scores],
            "As many blocks of equal size would be as balanced as these; far below their number, a few large ones rule.",
        ),
    )
    taken = {name for score in scores for name, _ in score.values}
    measured = tuple(_measured(definition, scores) for definition in DEFINITIONS if definition.id in taken)
    return Scorecard(tuple(score.partition for score in scores), balance + measured if scores else ())


def _row(name: str, values: list[str], good: str) -> Row:
    return Row(name, "", tuple(values), "", good, "")


def _measured(definition: Definition, scores: tuple[Score, ...]) -> Row:
    found = [dict(score.values).get(definition.id) for score in scores]
    values = tuple("–" if value is None else f"{round(value, 2) + 0:.2f}" for value in found)  # + 0: no "-0.00"
    by_partition = dict(zip((score.partition for score in scores), found, strict=True))
    return Row(
        definition.name,
        definition.better,
        values,
        _against(definition, found[0], by_partition.get("folders")),
        definition.good,
        definition.caution,
    )


def _against(definition: Definition, ours: float | None, folders: float | None) -> str:
    if not definition.better or ours is None or folders is None:
        return ""
    if abs(ours - folders) < 0.005:
        return "alike"
    return "better" if (ours > folders) == (definition.better == "higher") else "worse"
