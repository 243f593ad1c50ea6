"""The partition alone, as JSON: which files make up which context, and the contexts in the order of the plan.

`{"contexts": [{"name": …, "files": […]}, …], "ranking": [name, …]}`; names are unique. For tools that compare
decompositions, and for scripts.
"""

import msgspec

from decompose.evidence.unit import module_of
from decompose.result.decomposition import Decomposition
from decompose.result.store import jsonable
from decompose.result.wording import context_names


def render(decomposition: Decomposition) -> str:
    """The contexts with their files, and their names by rank."""
    names = context_names(decomposition)
    contexts = [
        {"name": names[context.id], "files": sorted({module_of(member.unit) for member in context.members})}
        for context in decomposition.catalog.contexts
    ]
    ranking = [names[step.context] for step in decomposition.plan.steps if step.context in names]
    document = msgspec.json.encode(jsonable({"contexts": contexts, "ranking": ranking}))
    return msgspec.json.format(document, indent=1).decode("utf-8") + "\n"
