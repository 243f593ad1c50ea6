"""What all tests share: golden files, and settings for hypothesis.

`golden(name, text)` compares with the file of that name in the `golden` folder beside the test.
`pytest --update-golden` writes what came out; the change is then reviewed as a change of behaviour.
"""

from collections.abc import Callable

import hypothesis
import pytest

# How long an example takes says more of the machine than of the code; what must be fast is measured in benchmarks.
hypothesis.settings.register_profile("decompose", deadline=None)
hypothesis.settings.load_profile("decompose")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what came out into the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text, byte for byte, with its golden file."""
    folder = request.path.parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--update-golden"):
            folder.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"no golden file {path}: run pytest with --update-golden, and read what it wrote"
        assert text.splitlines() == path.read_bytes().decode().splitlines()
        assert text.encode() == path.read_bytes()

    return compare
