"""Folders as evidence: believed as far as they keep together what is used and changed together."""

from itertools import pairwise
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.coupling.foldertree import tree_of
from decompose.coupling.graph import CouplingGraph
from decompose.coupling.information import RESOLUTIONS
from decompose.coupling.sparse import symmetric
from decompose.coupling.weigh import weigh
from decompose.evidence.evidence import Evidence, EvidenceKind
from decompose.evidence.unit import Unit
from tests.build import link, module, world

AREAS = ("carts", "orders", "stock", "users")
LAYERS = ("api", "forms", "logic", "models", "tasks")


def system(path: str, *more: Unit | Evidence) -> CouplingGraph:
    """Four areas of five modules, each using and changing with all the others of its area; `path` says where they lie."""
    modules = {(area, layer): path.format(area=area, layer=layer) for area in AREAS for layer in LAYERS}
    pairs = [(modules[area, a], modules[area, b]) for area in AREAS for a in LAYERS for b in LAYERS if a < b]
    changes = (Evidence(EvidenceKind.CO_CHANGE, min(pair), max(pair), count=9, support=9.0) for pair in sorted(pairs))
    return weigh(world(*map(module, modules.values()), *(link(*pair) for pair in pairs), *changes, *more))


def share(graph: CouplingGraph) -> float:
    return next(signal.share for signal in graph.signals if signal.name == "folders")


def test_folders_of_domains_are_believed() -> None:
    graph = system("shop/{area}/{layer}.py")
    assert [folder for folder, _ in graph.folders] == [f"shop/{area}" for area in AREAS]
    assert 0.3 < share(graph) <= 0.5


def test_a_folder_of_two_modules_counts_and_one_of_a_single_module_has_no_pair() -> None:
    pair, alone = (module("shop/pair/one.py"), module("shop/pair/two.py")), module("shop/alone/x.py")
    graph = system("shop/{area}/{layer}.py", *pair, alone, link("shop/pair/one.py", "shop/pair/two.py"))
    assert dict(graph.folders)["shop/pair"] == ("shop/pair/one.py", "shop/pair/two.py")
    assert "shop/alone" not in dict(graph.folders)


def test_folders_of_layers_are_not() -> None:
    graph = system("shop/{layer}/{area}.py")
    assert graph.folders == ()
    assert share(graph) == 0.0
    assert "do not keep together" in next(signal.note for signal in graph.signals if signal.name == "folders")


@pytest.mark.parametrize("path", ["shop/{area}_{layer}.py", "{area}_{layer}.py"])
def test_one_folder_tells_nothing(path: str) -> None:
    assert system(path).folders == ()


def test_domains_may_lie_at_any_depth() -> None:
    """Two domains beside layers of their own, one level deeper than the folders they are in."""
    graph = system("shop/{area}/inner/{layer}/code.py")
    assert [folder for folder, _ in graph.folders] == [f"shop/{area}" for area in AREAS]


def test_without_references_and_history_nothing_tells_whether_folders_are_right() -> None:
    alike = [module(f"{area}/{layer}.py", **{area: 9, "shop": 3}) for area in AREAS for layer in LAYERS]
    assert weigh(world(*alike)).folders == ()


def test_a_strand_of_folders_names_the_folder_and_its_size() -> None:
    strands = [strand for coupling in system("shop/{area}/{layer}.py").couplings for strand in coupling.strands]
    told = [strand for strand in strands if strand.signal == "folders"]
    assert told[0].formula.startswith("both of the 5 modules in shop/carts: 1/(5 − 1) = 0.25; 25% of the folders of")
    assert all(isclose(strand.amount, 0.25) for strand in told)


def test_a_tree_is_cut_where_couplings_end() -> None:
    tree = tree_of(["a/x/1.py", "a/x/2.py", "a/y/1.py", "b/1.py", "b/z/1.py"])
    assert tree.folders == ("", "a", "a/x", "a/y", "b", "b/z")
    couplings = symmetric({(0, 1): 1.0, (3, 4): 1.0, (1, 2): 0.1}, 5)
    assert [tree.folders[folder] for folder in tree.cut(couplings, 3.0)] == ["a/x", "a/x", "a/y", "b", "b"]
    assert [tree.folders[folder] for folder in tree.cut(couplings, 0.0)] == [""] * 5
    assert [tree.folders[folder] for folder in tree.cut(couplings, 99.0)] == ["a/x", "a/x", "a/y", "b", "b/z"]


def test_a_folder_that_holds_no_others_is_named_once() -> None:
    tree = tree_of(["a/x/1.py", "a/x/2.py", "a/y/1.py", "b/1.py", "b/z/1.py"])
    assert tree.pieces(np.array([0, 1, 2])) == 1  # a
    assert tree.pieces(np.array([0, 1, 3])) == 2  # a/x and b/1.py
    assert tree.pieces(np.array([0, 2])) == 2  # a/x/1.py and a/y
    assert tree.pieces(np.array([0, 1, 2, 3, 4])) == 1


@given(st.lists(st.text("ab/", min_size=1, max_size=6), unique=True, min_size=1, max_size=12), st.data())
def test_modules_are_never_more_pieces_than_they_are_modules(folders: list[str], data: st.DataObject) -> None:
    paths = [f"{folder.strip('/')}/{number}.py".lstrip("/") for number, folder in enumerate(folders)]
    tree = tree_of(paths)
    chosen = data.draw(st.lists(st.integers(0, len(paths) - 1), unique=True, min_size=1))
    assert 1 <= tree.pieces(np.array(sorted(chosen))) <= len(chosen)
    assert tree_of([str(number) for number in range(9)]).pieces(np.arange(5)) == 5


def test_resolutions_are_tried_from_a_half_to_four_in_steps_of_no_more_than_a_quarter_each() -> None:
    assert (RESOLUTIONS[0], RESOLUTIONS[-1]) == (0.5, 4.0)
    assert all(1.1 < finer / coarser < 1.27 for coarser, finer in pairwise(RESOLUTIONS))
