"""What makes two blocks one: from public systems whose folders are their domains to the weights of `contexts.likeness`.

    GOLD=… GOLD_MIRROR=… python benchmarks/learn_siblings.py WORK

GOLD is the folder of the benchmark, for the tool that withholds names; GOLD_MIRROR holds each repository's git directory as
OWNER+NAME/repo, of any recent revision. WORK keeps findings between runs. No system that is scored anywhere else is learned
from. Each counts alike; each pair of blocks by the root of the pairs of modules between them whose domains are known.
Prints the weights, and what they would be without each system in turn.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from decompose.contexts.detect import detect
from decompose.contexts.likeness import Likeness, Weights
from decompose.coupling.kinship import kinship_of
from decompose.coupling.weigh import weigh
from decompose.evidence.findings import Findings
from decompose.pipeline.observing import observe
from decompose.pipeline.reading import read
from decompose.settings import Settings

SYSTEMS = (
    ("mitodl/mitxonline", ""),
    ("evennia/evennia", "evennia/"),
    ("learningequality/kolibri", "kolibri/"),
    ("DefectDojo/django-DefectDojo", "dojo/"),
    ("indico/indico", "indico/"),
    ("openedx/ecommerce", "ecommerce/"),
    ("pretalx/pretalx", "src/pretalx/"),
    ("python/pythondotorg", "apps/"),
    ("allegro/ralph", "src/ralph/"),
    ("shuup/shuup", "shuup/"),
    ("openedx/credentials", "credentials/"),
    ("healthchecks/healthchecks", "hc/"),
    ("stephenmcd/mezzanine", "mezzanine/"),
    ("Cloud-CV/EvalAI", "apps/"),
    ("uktrade/data-hub-api", "datahub/"),
    ("rapidpro/rapidpro", "temba/"),
    ("openedx/course-discovery", "course_discovery/apps/"),
    ("kobotoolbox/kpi", "kobo/apps/"),
    ("mitodl/micromasters", ""),
    ("openwisp/openwisp-controller", "openwisp_controller/"),
    ("openstack/manila", "manila/"),
)
SHELVES = frozenset(
    ["contrib", "apps", "plugins", "modules", "addons", "providers", "components", "ext", "extensions", "builtin"]
)
"""Folders that only hold domains: the next folder is one."""
OWN_CODE = {"openedx/ecommerce": "extensions", "learningequality/kolibri": "core"}
"""Folders that are shelves in one system."""
DOMAINS = {"DefectDojo/django-DefectDojo": "tools", "shuup/shuup": "core", "stephenmcd/mezzanine": "core"}
"""Folders that are a domain in one system, whatever they are called elsewhere."""
LAYERS = """
    utils util common core lib libs base conf config settings db sandbox locale static templates bin support cmd compat
    objects privsep policies policy i18n helpers shared management models views main project middleware templatetags tools
    types exceptions constants vendor api admin web cli
"""
NO_DOMAIN = frozenset(LAYERS.split())
TESTS = "tests test migrations db_migrations testing test_utils docs doc examples scripts alembic"
NOT_SCORED = frozenset(TESTS.split())
REST = "__core__"
STARTS = (4, 8, 12)
"""Resolutions, by number, whose blocks are looked at beside the partition that is chosen."""
RIDGE = 3e-3


def main() -> None:
    """Learn, and learn again without each system."""
    work = Path(sys.argv[1])
    learned_from = [(name, examples(work, name, folder)) for name, folder in SYSTEMS]
    print("all", weights_of([found for _, found in learned_from]))
    for left_out, _ in learned_from:
        print("without", left_out, weights_of([found for name, found in learned_from if name != left_out]))


def examples(work: Path, name: str, folder: str) -> tuple[Any, Any, Any]:
    """Of one system the signs of pairs of blocks, how far each pair is one, and how much it counts (arrays; counts sum to 1)."""
    home = work / name.replace("/", "+")
    findings, domains = withheld(home, name, folder)
    graph, kinship = weigh(findings), kinship_of(findings)
    first, second = detect(graph, seed=0), detect(graph, seed=1)
    levels = [sorted(found.levels, key=lambda level: level.resolution) for found in (first, second)]
    starts = [first, second, *(levels[0][number] for number in STARTS if number < len(levels[0]))]
    rows = [pairs_of(Likeness(graph, kinship, start.blocks), start.blocks, domains) for start in starts]
    signs, one, counts = (np.concatenate(column) for column in zip(*rows, strict=True))
    return signs, one, counts / counts.sum()


def pairs_of(likeness: Likeness, blocks: Sequence[Sequence[str]], domains: dict[str, str]) -> tuple[Any, Any, Any]:
    """The pairs of these blocks that hold modules of known domains; their counts sum to 1."""
    known = [Counter(domains[unit] for unit in block if unit in domains) for block in blocks]
    rows, one, counts = [], [], []
    for block in range(len(blocks)):
        found = likeness.signs(block)
        columns = np.array([found.lift, found.share, found.libraries, found.family, found.size]).T
        for other in range(block + 1, len(blocks)):
            pairs = known[block].total() * known[other].total()
            if pairs:
                rows.append(columns[other])
                one.append(sum(count * known[other][domain] for domain, count in known[block].items()) / pairs)
                counts.append(pairs**0.5)
    total = np.array(counts)
    return np.array(rows), np.array(one), total / total.sum()


def weights_of(found: Iterable[tuple[Any, Any, Any]]) -> Weights:
    """By logistic regression (Newton's method), with a small ridge on standardised signs."""
    signs, one, counts = (np.concatenate(column) for column in zip(*found, strict=True))
    counts = counts / counts.sum()
    mean = counts @ signs
    spread = np.sqrt(counts @ (signs - mean) ** 2)
    design = np.c_[(signs - mean) / spread, np.ones(len(signs))]
    ridge = np.diag([RIDGE] * signs.shape[1] + [0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (counts * (likely - one)) + ridge @ weights
        bend = (design.T * (counts * likely * (1 - likely))) @ design + ridge
        weights -= np.linalg.solve(bend, slope)
    told = weights[:-1] / spread
    return Weights(*(round(float(weight), 2) for weight in (*told, weights[-1] - told @ mean)))


def withheld(home: Path, name: str, folder: str) -> tuple[Findings, dict[str, str]]:
    """What the analyzers say of a system with its names withheld, and the domain of each module that has one."""
    case, known = home / "case.json", home / "findings.msgpack"
    if not known.exists():
        home.mkdir(parents=True, exist_ok=True)
        case.write_text(json.dumps(case_of(name, folder)))
        flatten = Path(os.environ["GOLD"]) / "flatten.py"
        subprocess.run([sys.executable, flatten, case, home / "flat"], check=True, stdout=subprocess.DEVNULL)
        settings = Settings(cache=False)
        known.write_bytes(msgspec.msgpack.encode(observe(read(home / "flat" / "repo", settings), settings)))
    findings = msgspec.msgpack.decode(known.read_bytes(), type=Findings)
    truth = json.loads(case.read_text())["truth"]
    names = json.loads((home / "flat" / "pathmap.json").read_text())["map"]
    return findings, {unit: truth[path] for unit, path in names.items() if truth.get(path, REST) != REST}


def case_of(name: str, folder: str) -> dict[str, Any]:
    """The case as the tools of the benchmark want it: each file's domain, its folder."""
    git = ["git", "--git-dir", str(Path(os.environ["GOLD_MIRROR"], name.replace("/", "+"), "repo"))]
    listed = subprocess.check_output([*git, "ls-tree", "-r", "-l", "HEAD"], text=True).splitlines()
    commit, date = subprocess.check_output([*git, "log", "-1", "--format=%H %cs"], text=True).split()
    files = [(path, int(size)) for *_, size, path in (line.split(None, 4) for line in listed) if size.isdigit()]
    truth = {path: domain_of(name, path.removeprefix(folder)) for path, size in files if counts(path, folder, size)}
    often = Counter(truth.values())
    truth = {path: domain if often[domain] >= 3 else REST for path, domain in truth.items()}
    root = "src" if folder.startswith("src/") else "apps" if folder == "apps/" else ""
    return {
        "name": name.replace("/", "+"),
        "kind": "modules",
        "split": "dev",
        "repo": name,
        "commit": commit,
        "commit_date": date,
        "roots": [root],
        "scope": [folder],
        "unit": "file",
        "rest_label": REST,
        "truth": truth,
    }


def counts(path: str, folder: str, size: int) -> bool:
    """Whether a file is one of the system's own, and no test or migration."""
    steps = path.removeprefix(folder).split("/")
    own = path.startswith(folder) and path.endswith(".py") and size >= 5
    return own and not NOT_SCORED.intersection(steps) and not steps[-1].startswith(("test_", "tests.", "conftest."))


def domain_of(name: str, path: str) -> str:
    """The folder that is the file's domain, REST if there is none."""
    steps = path.split("/")
    if len(steps) > 2 and (steps[0] in SHELVES or steps[0] == OWN_CODE.get(name)):
        steps = steps[1:]
    domain = steps[0] if len(steps) > 1 else REST
    return REST if domain in NO_DOMAIN and domain != DOMAINS.get(name) else domain


if __name__ == "__main__":
    main()
