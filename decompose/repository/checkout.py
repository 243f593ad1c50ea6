"""Where a folder stands in the checkout that it is of."""

from pathlib import Path


def place_in_checkout(folder: Path) -> str | None:
    """The folder as its code host knows it, with a slash at its end (`backend/`, "" for the top); None in no checkout."""
    here = folder.resolve()
    for top in (here, *here.parents):
        if (top / ".git").exists():
            place = here.relative_to(top).as_posix()
            return "" if place == "." else f"{place}/"
    return None
