"""From a place in code to its address in a browser or an editor, by a template that the user gave."""

import re
from urllib.parse import quote

from decompose.result.decomposition import Decomposition

PARAMETER = "link"
TEMPLATE = re.compile(r'(?:https?|vscode|idea|pycharm)://[^\s<>"]+')
"""What may be followed from a page without running anything."""


def is_template(link: str) -> bool:
    """Whether it is an address of a kind that is followed, with {path} in it.

    >>> is_template("https://host/repo/blob/main/{path}#L{line}"), is_template("javascript:{path}")
    (True, False)
    """
    return TEMPLATE.fullmatch(link) is not None and "{path}" in link


def address(link: str, path: str, line: int = 0) -> str:
    """The address of a line, of the first one where none is known.

    >>> address("https://host/{path}#L{line}", "a b/c.py", 7)
    'https://host/a%20b/c.py#L7'
    """
    return link.replace("{line}", str(max(1, line))).replace("{path}", quote(path, errors="surrogatepass"))


def below(link: str, folder: str) -> str:
    """The template for paths that begin at a folder (`backend/`).

    >>> below("https://host/{path}", "backend/")
    'https://host/backend/{path}'
    """
    return link.replace("{path}", f"{quote(folder, errors='surrogatepass')}{{path}}")


def link_of(decomposition: Decomposition) -> str:
    """The template that a result was made with, "" if there is none or it is none that is followed."""
    link = dict(decomposition.run.parameters).get(PARAMETER, "")
    return link if is_template(link) else ""
