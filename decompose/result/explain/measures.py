"""How good the contexts are: every measure beside what trivial partitions get, what good is, and when it misleads."""

from decompose.contexts.context import BoundedContext
from decompose.result.decomposition import Decomposition
from decompose.result.explain.explanation import Explanation, Section
from decompose.result.scorecard import Row, scorecard_of
from decompose.result.wording import domain_contexts

TRIVIAL = (
    "No number means anything alone: all in one cuts nothing, singletons are as small as can be, random blocks of the same "
    "sizes show what the sizes alone give, and the folders are what the authors have now."
)


def measures_explanation(decomposition: Decomposition) -> Explanation:
    """What each measure says of these contexts and of the trivial partitions."""
    measures = decomposition.catalog.measures
    if measures is None or not measures.scores:
        return Explanation(
            "measures", (), "The contexts were not measured", (Section("Why", ("The result has no measures.",)),)
        )
    card = scorecard_of(measures)
    table = Section(
        "Every measure beside trivial partitions",
        (TRIVIAL,),
        ("measure", "better", *card.partitions, "than the folders"),
        tuple((row.name, row.better or "–", *row.values, row.against or "–") for row in card.rows),
    )
    words = Section(
        "What they say", (), ("measure", "what good is"), tuple((row.name, _meaning(row)) for row in card.rows)
    )
    rows = tuple(_standing(context) for context in domain_contexts(decomposition))
    contexts = Section("Each context", (), ("context", "modules", "cohesion", "conductance", "stability"), rows)
    return Explanation("measures", (), "How good the contexts are", (table, words, contexts))


def _standing(context: BoundedContext) -> tuple[str, ...]:
    shares = (context.cohesion, context.conductance, context.stability)
    return (context.id, str(len(context.members)), *(f"{share:.2f}" for share in shares))


def _meaning(row: Row) -> str:
    return f"{row.good} {row.caution}".strip()
