"""A pytest plugin for the sample's own tests: which tables each commit wrote, under which functions.

Writes one JSON object per commit, {"tables": [...], "stack": ["path::function", ...]}, into the file named by
WRITES_OF_COMMITS. Runs inside the sample's process and imports nothing of ours.
"""

import json
import os
import re
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

WRITE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)", re.IGNORECASE)
TARGET = Path(os.environ["WRITES_OF_COMMITS"])
HERE = str(Path.cwd()) + os.sep
written: set[str] = set()


def stack() -> list[str]:
    """The functions of the sample that are running, innermost first."""
    found: list[str] = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename.startswith(HERE + "hearth"):
            found.append(frame.f_code.co_filename.removeprefix(HERE) + "::" + frame.f_code.co_name)
        frame = frame.f_back
    return found


# Any: SQLAlchemy hands its listeners more than it types
@event.listens_for(Engine, "before_cursor_execute")
def remember(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    """Note the table of a writing statement."""
    if match := WRITE.match(statement):
        written.add(match.group(1))


@event.listens_for(Engine, "commit")
def finish(_connection: Any) -> None:
    """Write down what the transaction wrote."""
    with TARGET.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"tables": sorted(written), "stack": stack()}) + "\n")
    written.clear()


@event.listens_for(Engine, "rollback")
def forget(_connection: Any) -> None:
    """Nothing of it was written."""
    written.clear()
