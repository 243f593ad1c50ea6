"""From the text of a CODEOWNERS file, as GitHub or as GitLab reads it, to its rules and to the lines that are none.

GitHub: a subset of `.gitignore` (no `!`, no `[ ]`, no `\\#`); `docs/*` is what lies directly in docs. A line it would not
understand is skipped. GitLab: sections with default owners, `!` excludes within a section, and patterns are those of
Ruby's File.fnmatch, where what does not begin with a slash may lie anywhere.
Sources: docs.github.com, About code owners; docs.gitlab.com, Code Owners syntax and advanced configuration.
"""

import fnmatch
import re

from decompose.errors import Location, Problem
from decompose.repository.code_owners import CodeOwners, OwnerRule
from decompose.repository.globs import Segments

HEADING = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>(?:\s.*)?)\Z")
WORDS = re.compile(r"(?:\\.|[^\s\\])+|\\")
TEAM = re.compile(r"@[\w.-]+(?:/[\w.-]+)+\Z")
PERSON = re.compile(r"@[\w.-]+\Z|[^@\s]+@[^@\s]+\Z")

TOLD = 20
"""Lines of one file that are told one by one; chosen: more are a file of another kind."""


def parse_code_owners(text: str, source: str, prefix: str = "") -> tuple[CodeOwners, tuple[Problem, ...]]:
    """The rules of a file found at `source`, which with the text decides whose syntax it is; lines that are no rules."""
    gitlab = is_gitlab(text, source)
    rules: list[OwnerRule] = []
    wrong: list[int] = []
    section, defaults = "", ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        heading = HEADING.match(line) if gitlab else None
        if heading:
            section, defaults = heading["name"].strip().casefold(), heading["owners"]
        elif (rule := _gitlab_rule(line, section, defaults) if gitlab else _github_rule(line)) is not None:
            rules.append(rule)
        else:
            wrong.append(number)
    return CodeOwners(source, tuple(rules), prefix), tuple(_problem(source, number) for number in wrong[:TOLD])


def is_gitlab(text: str, source: str) -> bool:
    """Whether GitLab reads the file: by its folder, or by headings of sections, which GitHub does not know."""
    if source.startswith((".gitlab/", ".github/")):
        return source.startswith(".gitlab/")
    return any(HEADING.match(line.strip()) for line in text.splitlines())


def _problem(source: str, line: int) -> Problem:
    return Problem(Location(source, line), "code-owners", "is no rule that names owners of a path, and was passed over")


def _github_rule(line: str) -> OwnerRule | None:
    pattern, *owners = WORDS.findall(line)
    comment = next((at for at, owner in enumerate(owners) if owner.startswith("#")), len(owners))
    owners = owners[:comment]
    known = all(TEAM.match(owner) or PERSON.match(owner) for owner in owners)
    if not known or pattern.startswith(("!", "\\#")) or "[" in pattern or "]" in pattern:
        return None
    pattern = pattern.replace("\\ ", " ")
    body = pattern.strip("/")
    if not body or "" in body.split("/"):
        return None
    parts = body.split("/")
    anchored = "/" in pattern.removesuffix("/")
    segments = tuple(_github_part(part) for part in (parts if anchored else ["**", *parts]))
    covers = not (anchored and parts[-1] == "*")
    return _rule("", segments, owners, _literal(parts) if anchored else "", pattern.endswith("/"), covers)


def _github_part(part: str) -> re.Pattern[str] | None:
    return None if part == "**" else re.compile(fnmatch.translate(part))


def _gitlab_rule(line: str, section: str, defaults: str) -> OwnerRule | None:
    """A rule, or None for a line that has no pattern, or no owner where its section has no default."""
    pattern, *owners = WORDS.findall(line)
    excludes = pattern.startswith("!")
    pattern = re.sub(r"\\([\s#])", r"\1", pattern.removeprefix("!"))
    owners = owners or WORDS.findall(defaults)
    if not pattern.strip("/") or not (excludes or section or owners):
        return None
    if pattern == "*":
        return _rule(section, (None,), owners, excludes=excludes)
    anchored, within = pattern.startswith("/"), pattern.endswith("/")
    parts = pattern.strip("/").split("/")
    segments = tuple(_gitlab_part(part, at == len(parts) - 1 and not within) for at, part in enumerate(parts))
    literal = _literal(parts) if anchored else ""
    return _rule(section, segments if anchored else (None, *segments), owners, literal, within, within, excludes)


def _gitlab_part(part: str, last: bool) -> re.Pattern[str] | None:
    """Ruby takes `**` for any number of folders only where a slash follows it."""
    return None if part == "**" and not last else re.compile(fnmatch.translate(part))


def _literal(parts: list[str]) -> str:
    """How paths begin that an anchored pattern can match: its parts before the first with a sign that stands for others."""
    plain: list[str] = []
    for part in parts:
        if any(sign in part for sign in "*?[\\"):
            break
        plain.append(part)
    return "/".join(plain)


def _rule(
    section: str,
    segments: Segments,
    owners: list[str],
    literal: str = "",
    within: bool = False,
    covers: bool = True,
    excludes: bool = False,
) -> OwnerRule:
    teams = tuple(sorted({owner.removeprefix("@") for owner in owners if TEAM.match(owner)}))
    people = len({owner for owner in owners if PERSON.match(owner)})
    return OwnerRule(section, segments, teams, people, literal, within, covers, excludes)
