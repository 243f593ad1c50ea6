"""Order: from what each extraction costs and gives to the sequence in which the value comes soonest."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

EXACT = 8  # contexts; their 2⁸ subsets take some milliseconds, each more doubles it, and sensitivity asks forty times


class Stakes(Struct, frozen=True):
    """What an order is judged by.

    `own` is what a context costs whenever its turn comes, `between` what the first of two pays for its cuts with the second,
    unless that one has gone before. `value` is what a context gives from its extraction on. `after` are the contexts that one
    must wait for.
    """

    own: Mapping[str, float]
    between: Mapping[tuple[str, str], float]
    value: Mapping[str, float]
    after: Mapping[str, tuple[str, ...]]

    def cost(self, context: str, gone: Iterable[str]) -> float:
        """What extracting the context costs when the contexts `gone` have been extracted before it."""
        before = set(gone)
        others = (other for other in self.own if other != context and other not in before)
        return self.own[context] + sum(self.between.get((context, other), 0.0) for other in others)


def best_order(contexts: Iterable[str], stakes: Stakes, gone: Sequence[str] = ()) -> tuple[str, ...]:
    """The contexts in the order that makes value wait least: Σ value × (all cost paid until its context is extracted).

    Exact over all orders for up to 8 contexts; beyond, whatever gives most value for its cost comes next. Contexts in `gone`
    were extracted before. A context never comes before one of `contexts` that it must wait for; ties break by name.
    Raises ValueError if the contexts wait for each other in a circle.
    """
    names = sorted(contexts)
    return _exact(names, stakes, gone) if len(names) <= EXACT else _greedy(names, stakes, gone)


def waiting(order: Sequence[str], stakes: Stakes, gone: Sequence[str] = ()) -> float:
    """What `best_order` makes small: for each context its value times the cost paid until it is extracted, summed."""
    paid, total = 0.0, 0.0
    for index, context in enumerate(order):
        paid += stakes.cost(context, (*gone, *order[:index]))
        total += stakes.value[context] * paid
    return total


def _exact(names: list[str], stakes: Stakes, gone: Sequence[str]) -> tuple[str, ...]:
    """The best order of every subset from the best orders of the subsets that lack its last context."""
    number, waits = len(names), _masks(names, stakes)
    first = {name: stakes.cost(name, gone) for name in names}
    saved = [[stakes.between.get((name, other), 0.0) for other in names] for name in names]
    costs = [[first[name]] for name in names]  # of each name by the subset that went before it
    for index, own in enumerate(costs):
        for subset in range(1, 1 << number):
            lowest = (subset & -subset).bit_length() - 1
            own.append(own[subset & (subset - 1)] - saved[index][lowest])
    return _last_first(names, [stakes.value[name] for name in names], costs, waits)


def _last_first(names: list[str], value: list[float], costs: list[list[float]], waits: list[int]) -> tuple[str, ...]:
    """Whatever is paid for a context, its own value and that of all after it wait for."""
    left = [sum(value)] * (1 << len(names))
    best: list[tuple[float, tuple[int, ...]] | None] = [None] * (1 << len(names))
    best[0] = (0.0, ())
    for subset in range(1, 1 << len(names)):
        lowest = (subset & -subset).bit_length() - 1
        left[subset] = left[subset & (subset - 1)] - value[lowest]
        for index in range(len(names)):
            rest = subset & ~(1 << index)
            before = best[rest]
            if rest == subset or before is None or waits[index] & ~rest:
                continue
            found = (before[0] + costs[index][rest] * left[rest], (*before[1], index))
            now = best[subset]
            best[subset] = found if now is None else min(now, found)
    chosen = best[-1]
    if chosen is None:
        raise ValueError("the contexts wait for each other in a circle")
    return tuple(names[index] for index in chosen[1])


def _masks(names: list[str], stakes: Stakes) -> list[int]:
    place = {name: 1 << index for index, name in enumerate(names)}
    return [sum(place[other] for other in set(stakes.after.get(name, ())) if other in place) for name in names]


def _greedy(names: list[str], stakes: Stakes, gone: Sequence[str]) -> tuple[str, ...]:
    order: list[str] = []
    cost = {name: stakes.cost(name, gone) for name in names}
    while cost:
        ready = [name for name in cost if not any(other in cost for other in stakes.after.get(name, ()))]
        if not ready:
            raise ValueError("the contexts wait for each other in a circle")
        following = max(ready, key=lambda name: stakes.value[name] / max(cost[name], 1e-9))
        order.append(following)
        del cost[following]
        for name in cost:
            cost[name] -= stakes.between.get((name, following), 0.0)
    return tuple(order)
