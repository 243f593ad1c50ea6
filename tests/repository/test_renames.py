from decompose.repository.history import Change
from decompose.repository.renames import EMPTY, as_renames, pair_renames

X, Y = "1" * 40, "2" * 40
NOTHING = min(EMPTY, key=len)


def paired(added: dict[str, str], removed: dict[str, str]) -> dict[str, str]:
    changes = [Change(path, "A", "", blob) for path, blob in added.items()]
    changes += [Change(path, "D", "", "0" * 40) for path in removed]
    result = pair_renames(changes, removed)
    renames = {change.path: change.old_path for change in result if change.status == "R"}
    assert len(result) == len(changes) - len(renames)
    return renames


def test_equal_content_is_a_rename() -> None:
    assert paired({"new.py": X}, {"old.py": X}) == {"new.py": "old.py"}
    assert paired({"new.py": X}, {"old.py": Y}) == {}


def test_each_file_is_paired_once() -> None:
    assert paired({"a.py": X, "b.py": X}, {"old.py": X}) == {"a.py": "old.py"}
    assert paired({"new.py": X}, {"a.py": X, "b.py": X}) == {"new.py": "a.py"}


def test_of_equal_files_those_with_the_same_name_and_folder_belong_together() -> None:
    old = {"shop/cart/models.py": X, "shop/order/models.py": X, "shop/x.py": X}
    new = {"src/order/models.py": X, "src/cart/models.py": X, "src/y.py": X}
    assert paired(new, old) == {
        "src/order/models.py": "shop/order/models.py",
        "src/cart/models.py": "shop/cart/models.py",
        "src/y.py": "shop/x.py",
    }


def test_empty_files_are_the_same_only_under_the_same_name() -> None:
    assert paired({"b/__init__.py": NOTHING, "b/x.py": NOTHING}, {"a/__init__.py": NOTHING, "a/y.py": NOTHING}) == {
        "b/__init__.py": "a/__init__.py"
    }


def test_ten_thousand_equal_files_are_paired_at_once() -> None:
    old = {f"old/{number}/a.py": X for number in range(10_000)}
    new = {f"new/{number}/a.py": X for number in range(10_000)}
    assert len(paired(new, old)) == 10_000


def test_renames_told_by_others_need_both_sides() -> None:
    changes = [Change("new.py", "A", "", X), Change("old.py", "D"), Change("same.py", "M", "", Y)]
    told = {"new.py": "old.py", "same.py": "old.py", "ghost.py": "old.py"}
    assert as_renames(changes, told) == [Change("new.py", "R", "old.py", X), Change("same.py", "M", "", Y)]
    assert as_renames(changes, {"new.py": "elsewhere.py"}) == changes
