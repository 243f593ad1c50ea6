"""From a `Decomposition` to its resources outside the database: who uses what, and what is to be decided of it."""

from collections.abc import Iterable

from decompose.contexts.context import ContextKind
from decompose.design.transactions.calls_out import CallOut
from decompose.design.transactions.outside import OutsideResource, OutsideUse, outside_resources
from decompose.evidence.resource import ResourceKind
from decompose.evidence.words import amount, listed
from decompose.result.decomposition import Decomposition
from decompose.result.wording import context_names

REMOTE = frozenset({ResourceKind.HTTP, ResourceKind.RPC, ResourceKind.PAYMENT, ResourceKind.HOST})


def outside_of(decomposition: Decomposition) -> tuple[OutsideResource, ...]:
    """Every resource with the contexts that use it, shared ones first."""
    kernels = {c.id for c in decomposition.catalog.contexts if c.kind is ContextKind.SHARED_KERNEL}
    return outside_resources(decomposition.resources, decomposition.catalog.context_of(), kernels)


def used_in(resources: Iterable[OutsideResource], context: str) -> list[tuple[OutsideResource, OutsideUse]]:
    """The resources that one context uses, with its use, shared ones first."""
    return [(one, user) for one in resources for user in one.users if user.context == context]


def use_said(use: OutsideUse, kind: ResourceKind) -> str:
    """How a context uses a resource, in words: `2 reads, 1 write`."""
    takes, gives = ("receives", "sends") if kind is ResourceKind.QUEUE else ("reads", "writes")
    gives = "sends" if kind in REMOTE or kind in (ResourceKind.MAIL, ResourceKind.MESSAGES) else gives
    parts = [
        *([amount(use.takes, takes[:-1])] if use.takes else []),
        *([amount(use.gives, gives[:-1])] if use.gives else []),
        *([amount(use.holds, "other use")] if use.holds else []),
    ]
    return ", ".join(parts)


def users_said(resource: OutsideResource, names: dict[str, str], but: str = "") -> str:
    """Who uses a resource, most first; without one of them."""
    return ", ".join(
        f"{names.get(user.context, user.context or 'no context')} ({use_said(user, resource.kind)})"
        for user in resource.users
        if user.context != but or not but
    )


def what_to_decide(resource: OutsideResource, names: dict[str, str]) -> str:
    """What sharing a resource means for a cut; "" if it is not shared."""
    if not resource.shared:
        return ""
    if resource.kind is ResourceKind.QUEUE:
        return _queue(resource, names)
    what = "paths" if resource.kind is ResourceKind.FILES else "keys"
    if resource.common:
        return f"Several use the same {what} ({listed(resource.common)}): one of them owns these, the others ask it."
    if resource.kind in (ResourceKind.CACHE, ResourceKind.FILES, ResourceKind.KEY_VALUE):
        return f"No {what[:-1]} is known that two of them use: give each a part of its own."
    return "One of them owns it and is its only writer, the others ask it, or each gets its own."


def _queue(resource: OutsideResource, names: dict[str, str]) -> str:
    senders = [names.get(user.context, user.context) for user in resource.users if user.gives and user.context]
    readers = [names.get(user.context, user.context) for user in resource.users if user.takes and user.context]
    if senders and readers and set(senders) != set(readers):
        return (
            f"{listed(senders)} {'sends' if len(senders) == 1 else 'send'}, {listed(readers)} "
            f"{'receives' if len(readers) == 1 else 'receive'}: its messages are a contract and need versions."
        )
    return "Give each a queue of its own, unless one answers the other through it."


def call_out_said(call: CallOut) -> str:
    """What a call out of an open transaction risks, in a sentence."""
    if call.waits:
        return "locks are held while another machine answers, and a rollback does not undo what it did"
    return "it is sent although the transaction may yet be rolled back: send once it is committed, or by an outbox"


def title_of(call: CallOut) -> str:
    """The resource of a call out."""
    if not call.name:
        return f"{call.client}, name not known ({call.kind})"
    return f"{call.client} ({call.kind})" if call.name == call.client else f"{call.client} {call.name} ({call.kind})"


def calls_out_of_context(decomposition: Decomposition, context: str) -> list[CallOut]:
    """The calls out of transactions that functions of one context hold."""
    context_of = decomposition.catalog.context_of()
    return [call for call in decomposition.calls_out if context_of.get(call.transaction.path) == context]


def outside_in_short(decomposition: Decomposition) -> str:
    """How much outside of the database is used, shared, called without a time limit, or in a transaction; "" if nothing."""
    resources = outside_of(decomposition)
    if not resources:
        return ""
    uses = [use for use in decomposition.resources if "setting" not in use.flags]
    said = [f"{amount(len(resources), 'resource')} outside the database, used at {amount(len(uses), 'place')}"]
    if shared := [one.title for one in resources if one.shared]:
        said.append(f"{len(shared):,} shared by contexts: {listed(shared)}")
    if forever := sum("no-timeout" in use.flags for use in uses):
        said.append(f"{amount(forever, 'call')} without a timeout")
    if decomposition.calls_out:
        said.append(f"{len(decomposition.calls_out):,} in an open transaction")
    return f"{'; '.join(said)}."


def sentences_of_context(decomposition: Decomposition, context: str) -> tuple[str, ...]:
    """What the resources of a context mean for taking it out: what it shares, takes along, and calls in transactions."""
    names, used = context_names(decomposition), used_in(outside_of(decomposition), context)
    shared = tuple(
        f"{one.title}, shared with {users_said(one, names, context)}. {what_to_decide(one, names)}"
        for one, _ in used
        if one.shared
    )
    own = [one.title for one, _ in used if not one.shared]
    along = (f"It also uses {listed(own, 0)}: the new place needs access, and settings of its own.",) if own else ()
    calls = tuple(
        f"{title_of(call)} is used at {call.place} while the transaction of {call.transaction} is open: {call_out_said(call)}."
        for call in calls_out_of_context(decomposition, context)
    )
    return (*shared, *along, *calls)
