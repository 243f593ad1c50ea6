"""Patterns: from `shop/billing/**` or `shop.billing.*` to whether a module is meant, and how specifically."""

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

Choice = TypeVar("Choice")


class Pattern:
    """A path (if it has a `/` or ends in `.py`) or a dotted name, in which `*` is any part of one step and `**` any steps.

    `a.**` means `a` itself too. `specificity` compares patterns: more steps spelled out, then fewer wildcards, then more
    characters.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._is_path = "/" in text or text.endswith(".py")
        separator = "/" if self._is_path else "."
        steps = text.split(separator)
        self._matches = re.compile(_expression(steps, separator), re.DOTALL)
        wild = [step for step in steps if "*" in step]
        self.specificity = (len(steps) - len(wild), -wild.count("**"), -len(wild), len(text.replace("*", "")))

    def matches(self, path: str, name: str) -> bool:
        """Whether it means the module of this path and dotted name; a pattern equal to either always does."""
        if self.text in (path, name):
            return True
        return self._matches.fullmatch(path if self._is_path else name) is not None


class Patterns(Generic[Choice]):
    """Many patterns, each with what is chosen by it: the most specific one that matches wins, the first among equals.

    Patterns without a wildcard, of which accepted files have hundreds, are looked up rather than tried one by one.
    """

    def __init__(self, named: Iterable[tuple[str, Choice]]) -> None:
        ranked = [(Pattern(text), choice) for text, choice in named]
        ranked.sort(key=lambda pair: pair[0].specificity, reverse=True)  # stable: the order given breaks ties
        self._wild = [(rank, pattern, choice) for rank, (pattern, choice) in enumerate(ranked) if "*" in pattern.text]
        self._literal: dict[str, tuple[int, Choice]] = {}
        for rank, (pattern, choice) in enumerate(ranked):
            self._literal.setdefault(pattern.text, (rank, choice))

    def best(self, path: str, name: str) -> Choice | None:
        """What the most specific pattern for the module of this path and dotted name chooses; None without any."""
        found = [hit for hit in (self._literal.get(path), self._literal.get(name)) if hit]
        rank, choice = min(found, key=lambda hit: hit[0]) if found else (len(self._literal) + len(self._wild), None)
        for tried, pattern, other in self._wild:
            if tried >= rank:
                break
            if pattern.matches(path, name):
                return other
        return choice


def _expression(steps: list[str], separator: str) -> str:
    """The regular expression of the steps; a last `**` also means nothing, so that `a.**` matches `a`."""
    between = re.escape(separator)
    expression = ""
    for index, step in enumerate(steps):
        last = index == len(steps) - 1
        if step == "**" and last:
            return f"{expression.removesuffix(between)}(?:{between}.*)?" if index else ".*"
        if step == "**":
            expression += f"(?:.*{between})?"
            continue
        expression += "".join(f"[^{between}]*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", step))
        expression += "" if last else between
    return expression
