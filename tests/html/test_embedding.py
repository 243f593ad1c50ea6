"""Laws of what goes into the script element: nothing gets out of it, and nothing is lost in it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from decompose.reports.html.embedding import json_block, packed
from decompose.reports.html.interning import NUMBER, SOURCE, TARGET, formula_parts
from decompose.result.plain import plain

ANYTHING = st.text(st.characters(exclude_categories=()))
TRICKY = st.sampled_from(
    ["</script>", "<!--", "<script", "]]>", "\u2028", "\u2029", "\udcff", "\ud83d", "&lt;", "\\", '"', "\x00"]
)
TEXTS = st.lists(ANYTHING | TRICKY).map("".join)


@given(TEXTS)
def test_any_text_comes_back_from_a_json_block(text: str) -> None:
    as_script_sees_it = text.encode("utf-16-le", "surrogatepass")
    assert json.loads(json_block(text)).encode("utf-16-le", "surrogatepass") == as_script_sees_it


@given(st.dictionaries(TEXTS, st.lists(TEXTS)))
def test_a_json_block_is_ascii_without_the_signs_that_html_knows(value: dict[str, list[str]]) -> None:
    block = json_block(value)
    assert block.isascii()
    assert not set("<>&") & set(block)


@given(st.lists(st.integers(-5, 10**9)))
def test_packed_numbers_come_back(numbers: list[int]) -> None:
    text = packed(numbers)
    assert [int(digits, 36) if digits else 0 for digits in text.split(" ")] == (numbers or [0])


@given(
    st.lists(st.sampled_from(["a.py", "a.py.bak", "12", "3.5 of 4", "1,204", "x", " = ", "log₂(1 + 7)"])).map("".join)
)
def test_a_formula_comes_back_from_its_template(formula: str) -> None:
    template, numbers = formula_parts(formula, "a.py", "a.py.bak")
    left = iter(numbers)
    names = {SOURCE: "a.py", TARGET: "a.py.bak"}
    assert "".join(next(left) if sign == NUMBER else names.get(sign, sign) for sign in template) == plain(formula)


def test_formulas_that_differ_in_numbers_and_names_share_a_template() -> None:
    one, _ = formula_parts("3 references; 12% of a.py", "a.py", "b.py")
    other, _ = formula_parts("1,204 references; 7% of c.py", "c.py", "d.py")
    assert one == other


def test_a_path_that_begins_like_the_other_is_not_mistaken_for_it() -> None:
    assert (
        formula_parts("7% of a.py.bak, 2% of a.py", "a.py", "a.py.bak")[0]
        == f"{NUMBER}% of {TARGET}, {NUMBER}% of {SOURCE}"
    )
