"""Results are written wholly or not at all, read back equal, and every fault of a file is a sentence."""

import os
import resource
import stat
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.coupling.graph import Coupling
from decompose.design.people.topology import ContextPeople
from decompose.errors import DecomposeError
from decompose.result.decomposition import Decomposition
from decompose.result.store import NULL, absent, escaped, from_bytes, load, save, to_bytes
from decompose.result.writing import write
from tests.decompositions import renamed, shop
from tests.strategies import names

CONTENT = to_bytes(shop())


def changed(old: str, new: str) -> bytes:
    assert old in CONTENT.decode()
    return CONTENT.decode().replace(old, new, 1).encode()


def test_a_saved_result_is_read_back_equal(tmp_path: Path) -> None:
    save(shop(), tmp_path / "result.json")
    assert load(tmp_path / "result.json") == shop()


@given(names)
def test_what_json_can_carry_is_read_back_equal_and_the_rest_is_still_json(name: str) -> None:
    decomposition = renamed(shop(), lambda text: text + name)
    content = to_bytes(decomposition)
    if not any("\ud800" <= sign <= "\udfff" for sign in name):
        assert from_bytes(content) == decomposition
    assert to_bytes(from_bytes(content)) == content


def test_half_of_a_surrogate_pair_becomes_its_escape() -> None:
    decomposition = renamed(shop(), lambda text: "\udcff" if text == "Orders" else text)
    assert from_bytes(to_bytes(decomposition)).catalog.contexts[0].name == "\\udcff"


def test_the_same_result_gives_the_same_bytes_with_one_newline_at_the_end() -> None:
    assert to_bytes(shop()) == CONTENT
    assert CONTENT.endswith(b"}\n")


def test_a_field_of_a_later_minor_version_is_passed_over() -> None:
    assert from_bytes(changed('{"schema_version":"1.0",', '{"schema_version":"1.9","new":[1],')).run == shop().run


def with_weight(weight: float) -> Decomposition:
    graph = msgspec.structs.replace(shop().graph, couplings=(Coupling("a", "b", weight),))
    return msgspec.structs.replace(shop(), graph=graph)


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_not_finite_is_never_written(weight: float) -> None:
    with pytest.raises(ValueError, match="not finite"):
        to_bytes(with_weight(weight))


MAY_BE_NULL = {
    "ContextCatalog.measures",
    "ContextPeople.bus_factor",
    "ContextPeople.fit",
    "ContextPeople.lost",
    "Coverage.history",
    "Cut.location",
    "SplitTransaction.saga",
}


def nullable(kind: msgspec.inspect.Type, seen: set[type]) -> set[str]:
    """`Struct.field` of every field below that JSON shows as null: may be None, and is not left out then."""
    match kind:
        case msgspec.inspect.StructType(cls=cls, fields=fields) if cls not in seen:
            seen.add(cls)
            own = {f"{cls.__name__}.{field.name}" for field in fields if _shown_as_null(cls, field)}
            return own.union(*(nullable(field.type, seen) for field in fields))
        case msgspec.inspect.UnionType(types=kinds) | msgspec.inspect.TupleType(item_types=kinds):
            return set().union(*(nullable(each, seen) for each in kinds))
        case msgspec.inspect.CollectionType(item_type=item):
            return nullable(item, seen)
    return set()


def _shown_as_null(cls: type, field: msgspec.inspect.Field) -> bool:
    left_out = cls.__struct_config__.omit_defaults and field.default is None  # type: ignore[attr-defined]
    optional = isinstance(field.type, msgspec.inspect.UnionType) and field.type.includes_none
    return optional and not left_out


def test_every_field_that_may_be_null_is_among_those_that_the_search_for_numbers_counts() -> None:
    assert nullable(msgspec.inspect.type_info(Decomposition), set()) == MAY_BE_NULL


def test_a_result_has_as_many_nulls_as_it_has_absent_values() -> None:
    people = tuple(ContextPeople(f"c{number}", bus_factor=number or None, lost=None, fit=0.5) for number in range(3))
    topology = msgspec.structs.replace(shop().topology, contexts=people)
    result = msgspec.structs.replace(shop(), topology=topology)
    nulls = {each: len(NULL.findall(escaped(getattr(result, each)))) for each in Decomposition.__struct_fields__}
    assert {each: count for each, count in nulls.items() if count} == {
        each: count for each, count in absent(result).items() if count
    }
    assert nulls["topology"] == 4


FAULTS = {
    "empty": (b"", "truncated"),
    "no json": (b"<html>", "malformed"),
    "a list": (b"[]", "Expected `object`"),
    "no version": (b"{}", "schema_version"),
    "truncated": (CONTENT.partition(b'"graph"')[0], "truncated"),
    "more behind it": (CONTENT + b"{}", "malformed"),
    "not a number": (changed('"weight":0.4', '"weight":NaN'), "malformed"),
    "out of range": (changed('"weight":0.4', '"weight":1e999'), "out of range"),
    "wrong type": (changed('"rank":1', '"rank":"1"'), "$.plan.steps[0].rank"),
    "unknown kind": (changed('"kind":"import"', '"kind":"telepathy"'), "$.evidence"),
    "missing field": (changed('"graph":', '"g":'), "graph"),
    "not UTF-8": (changed('"system":"shop"', '"system":"\ufffd"').replace("\ufffd".encode(), b"\xff"), "utf-8"),
    "half a pair": (changed('"system":"shop"', '"system":"\\udcff"'), "surrogate"),
    "too deep": (changed('"levels":[', '"levels":[' + '{"blocks":[],"levels":[' * 100_000), "nested too deeply"),
    "newer": (changed('"schema_version":"1.0"', '"schema_version":"2.3"'), "newer than 1.0"),
    "older": (changed('"schema_version":"1.0"', '"schema_version":"0.9"'), "older than 1.0"),
    "newer and different": (b'{"schema_version": "2.0", "graph": 7}', "newer than 1.0"),
    "no such version": (changed('"schema_version":"1.0"', '"schema_version":"one"'), "$.schema_version"),
    "a huge version": (changed('"schema_version":"1.0"', f'"schema_version":"{"9" * 5000}.0"'), "$.schema_version"),
}


@pytest.mark.parametrize(("content", "said"), FAULTS.values(), ids=FAULTS)
def test_each_fault_of_a_result_is_told_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(DecomposeError) as caught:
        from_bytes(content, "r.json")
    assert said in str(caught.value)
    assert str(caught.value).startswith("r.json ")
    assert len(str(caught.value)) < 400
    assert caught.value.remedy


@given(st.integers(0, len(CONTENT) - 1), st.binary(max_size=4), st.integers(0, 4))
def test_no_damage_to_a_result_raises_anything_but_a_sentence(at: int, new: bytes, length: int) -> None:
    try:
        from_bytes(CONTENT[:at] + new + CONTENT[at + length :])
    except DecomposeError as error:
        assert error.message


def test_a_missing_result_a_folder_and_a_pipe_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "pipe", Path("nul\0.json")):
        with pytest.raises(DecomposeError):
            load(path)


def test_a_result_larger_than_allowed_is_refused(tmp_path: Path) -> None:
    save(shop(), tmp_path / "result.json")
    assert load(tmp_path / "result.json", largest=len(CONTENT)) == shop()
    with pytest.raises(DecomposeError, match="larger than"):
        load(tmp_path / "result.json", largest=len(CONTENT) - 1)


def test_writing_makes_folders_and_leaves_nothing_but_the_file(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "c", b"one")
    write(tmp_path / "a" / "b" / "c", b"two")
    assert (tmp_path / "a" / "b" / "c").read_bytes() == b"two"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["c"]


def test_a_written_file_has_the_mode_of_any_new_file_or_of_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "ordinary").touch()
    write(tmp_path / "new", b"")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "ordinary").stat().st_mode
    (tmp_path / "new").chmod(0o640)
    write(tmp_path / "new", b"again")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


def test_writing_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def _always_full(folder: Path) -> Path:
    """A device of its own where one may be made: whoever may do that could replace the system's by mistake."""
    own = folder / "full"
    try:
        os.mknod(own, stat.S_IFCHR | 0o666, os.makedev(1, 7))
    except OSError:
        return Path("/dev/full")
    return own


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    for path in (
        tmp_path,
        tmp_path / "file" / "x",
        tmp_path / "loop" / "x",
        "nul\0",
        tmp_path / ("x" * 300),
        _always_full(tmp_path),
    ):
        with pytest.raises(DecomposeError, match="cannot write"):
            write(path, b"content")


def test_a_full_disk_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    write(tmp_path / "result.json", b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(DecomposeError, match="cannot write"):
            write(tmp_path / "result.json", b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"result.json": b"old"}
