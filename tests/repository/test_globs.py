import pytest

from decompose.errors import DecomposeError
from decompose.repository.globs import globs_of


@pytest.mark.parametrize(
    ("pattern", "covered", "spared"),
    [
        ("legacy", ["legacy/a.py", "x/legacy/a.py", "legacy"], ["legacy2/a.py", "a/legacy.py"]),
        ("legacy/", ["legacy/a.py", "x/legacy/a.py"], ["legacy.py"]),
        ("/legacy", ["legacy/a.py"], ["x/legacy/a.py"]),
        ("*_pb2.py", ["a_pb2.py", "x/y_pb2.py"], ["pb2.py"]),
        ("shop/*.py", ["shop/a.py"], ["shop/x/a.py", "x/shop/a.py"]),
        ("shop/**/gen", ["shop/gen/a.py", "shop/x/y/gen/a.py"], ["gen/a.py"]),
        ("**/gen/*.py", ["gen/a.py", "x/gen/a.py"], ["gen/x/a.py"]),
        ("shop/**", ["shop/a.py", "shop/x/a.py"], ["shopping/a.py"]),
        ("a[0-9].py", ["a1.py"], ["ab.py", "A1.py"]),
        ("Shop", ["Shop/a.py"], ["shop/a.py"]),
    ],
)
def test_patterns_mean_what_gitignore_means(pattern: str, covered: list[str], spared: list[str]) -> None:
    globs = globs_of([pattern])
    assert [path for path in covered if not globs.cover(path)] == []
    assert [path for path in spared if globs.cover(path)] == []


@pytest.mark.parametrize("pattern", ["", "/", "!a.py", "../x", "a//b", "./a"])
def test_what_cannot_match_inside_the_tree_is_refused(pattern: str) -> None:
    with pytest.raises(DecomposeError, match="is not a pattern"):
        globs_of([pattern])


def test_no_pattern_takes_forever() -> None:
    globs = globs_of(["*a" * 40 + "b", "/".join(["**"] * 60) + "/x", "/".join(["**/*a*"] * 30) + "/x"])
    assert not globs.cover("/".join(["a" * 200] * 60))
