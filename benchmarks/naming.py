"""Names of contexts against the authors' own: from what `gold.py` predicted to how many names say what their component is called.

    python benchmarks/naming.py WORK [--paths] [--name NAME] [--list]

In the environment, GOLD is the folder of the benchmark; WORK and NAME are as they were for `gold.py`. Counted are contexts that
meet a component of the authors with F1 of a half or more: the name says it if it has a word of the component's name, up to
regular plurals. Odd are names with a word of programmers' jargon, of two words joined by `&`, or with a word in brackets.
"""

import argparse
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

GOLD = Path(os.environ.get("GOLD", ""))
HALF = 0.5
JARGON = frozenset({
    "api", "app", "base", "cfg", "cmd", "common", "conf", "config", "core", "ctx", "data", "default", "file", "func",
    "get", "handler", "helper", "impl", "into", "lib", "main", "manager", "misc", "model", "module", "msg", "new",
    "obj", "opt", "param", "path", "req", "row", "run", "script", "set", "setting", "spec", "sys", "tbl", "test",
    "tmp", "type", "util", "value", "verify", "view", "www",
})  # fmt: skip


class Named(NamedTuple):
    """One context: its name, and the component of the authors that it meets, or ""."""

    name: str
    component: str
    files: list[str]


def main() -> None:
    """Print the shares of one run, with every name if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--paths", action="store_true", help="names of the run with paths")
    parser.add_argument("--name", default="predictions", help="the folder of WORK with what was predicted")
    parser.add_argument("--list", action="store_true", help="every context, its name and its component")
    asked = parser.parse_args()
    folder = asked.work / (asked.name + ("-paths" if asked.paths else "-blind"))
    every: list[Named] = []
    for path in sorted((GOLD / "cases" / "dev").glob("*.json")):
        if (folder / path.name).exists():
            found = named(json.loads(path.read_text()), folder / path.name)
            every += found
            if asked.list:
                print(f"\n{path.stem}", *map(said, found), sep="\n")
    sys.stdout.write(summary(every))


def named(case: dict[str, dict[str, str]], predicted: Path) -> list[Named]:
    """The contexts of one system, with paths as the authors have them."""
    pathmap = predicted.with_suffix(".pathmap.json")
    original = json.loads(pathmap.read_text())["map"] if pathmap.exists() else {}
    truth = case["truth"]
    sizes = Counter(label for label in truth.values() if label != case.get("rest_label"))
    return [
        Named(
            context["name"],
            met({original.get(file, file) for file in context["files"]}, truth, sizes),
            context["files"],
        )
        for context in json.loads(predicted.read_text())["contexts"]
    ]


def met(files: set[str], truth: dict[str, str], sizes: Counter[str]) -> str:
    """The component that the files meet best, or ""."""
    known = files & truth.keys()
    inside = Counter(truth[file] for file in known)
    fit = {label: 2 * inside[label] / (len(known) + size) for label, size in sizes.items()}
    best = min(fit, key=lambda label: (-fit[label], label), default="")
    return best if best and fit[best] >= HALF else ""


def says(name: str, component: str) -> bool:
    """Whether a word of the component's name is in the name, also where one of the two has several words in one."""
    words = stems(name)
    joined = {"".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    own = stems(re.sub(r"([a-z])([A-Z])", r"\1 \2", component))
    return "".join(own) in joined or any(word in joined for word in own if len(word) > 2)


def stems(text: str) -> list[str]:
    """The words in lower case without the s of a plural."""
    return [
        word[:-1] if word.endswith("s") and len(word) > 3 else word for word in re.findall(r"[a-z0-9]+", text.lower())
    ]


def said(one: Named) -> str:
    """One line of the table."""
    mark = "" if not one.component else "+" if says(one.name, one.component) else "-"
    modules = " ".join(file.rpartition("/")[2] for file in one.files[:5])
    return f"{len(one.files):5}  {one.name:32} {mark}{one.component:24} {modules}"


def summary(every: list[Named]) -> str:
    """The shares in one line."""
    judged = [one for one in every if one.component]
    hits = sum(says(one.name, one.component) for one in judged)
    jargon, joined, brackets = (
        sum(map(odd, every))
        for odd in (
            lambda one: not JARGON.isdisjoint(stems(one.name)),
            lambda one: "&" in one.name,
            lambda one: "(" in one.name,
        )
    )
    number = max(1, len(every))
    return (
        f"{hits} of {len(judged)} say the component they meet ({hits / max(1, len(judged)):.2f}); of {len(every)} names "
        f"{jargon / number:.3f} have jargon, {joined / number:.3f} two subjects, {brackets / number:.3f} brackets\n"
    )


if __name__ == "__main__":
    main()
