import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.repository.names import display_path


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"shop/orders.py", "shop/orders.py"),
        ("größe/日本 x.py".encode(), "größe/日本 x.py"),
        (b"a\xff.py", r"a\xff.py"),
        (b"a\\xff.py", r"a\\xff.py"),
        (b"a\nb.py", r"a\nb.py"),
        (b"\x1b[31m.py", r"\x1b[31m.py"),
        ("a\u202eyp.py".encode(), r"a\u202eyp.py"),
        ("a\u0085.py".encode(), r"a\u0085.py"),
        (b"a\x85.py", r"a\x85.py"),
        ("\U000e0001.py".encode(), r"\U000e0001.py"),
        ("no\u00a0break.py".encode(), "no\u00a0break.py"),
    ],
)
def test_a_name_is_shown_on_one_line_of_valid_unicode(name: bytes, shown: str) -> None:
    assert display_path(name) == shown


@given(st.binary(max_size=6), st.binary(max_size=6))
def test_no_two_names_look_alike(one: bytes, other: bytes) -> None:
    assert (display_path(one) == display_path(other)) == (one == other)


PIECES = [b"\\", b"x", b"f", b"\xff", b"\n", b"n", b"u", "\u202e".encode(), b"2", b"0", b"e"]
names = st.lists(st.sampled_from(PIECES), max_size=8).map(b"".join)


@given(names, names)
def test_what_looks_like_an_escape_is_told_from_one(one: bytes, other: bytes) -> None:
    assert (display_path(one) == display_path(other)) == (one == other)


@given(st.binary())
def test_every_name_fits_into_one_line_of_json(name: bytes) -> None:
    shown = display_path(name)
    assert json.loads(json.dumps(shown).encode()) == shown
    assert len(shown.splitlines()) <= 1
