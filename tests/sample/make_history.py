"""From the story to `sample_monolith/history.txt`.

    python -m tests.sample.make_history          # writes the file anew

One seed, no clock, no set order: the same story is the same text.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from re import sub

from . import story
from .commits import Commit, File, Tree, as_text, merged

TARGET = Path(__file__).resolve().parents[2] / "sample_monolith" / "history.txt"


@dataclass(frozen=True, slots=True)
class Step:
    """One commit to be. `branch` numbers its feature branch, 0 is the main line; `merge` ends a branch."""

    seconds: int
    author: str
    subject: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    sweep: float = 0.0
    branch: int = 0
    merge: bool = False


def main() -> None:
    """Write the history beside the monolith it belongs to."""
    TARGET.write_text(history(), encoding="utf-8")


def history() -> str:
    """The whole text."""
    return as_text(all_commits())


def all_commits() -> list[Commit]:
    """Every commit, oldest first; parents come before their children and dates never fall."""
    random = Random(story.SEED)
    steps = planned_steps() + bot_steps(random) + feature_steps(random)
    return Builder(random).build(spread_out(steps))


def planned_steps() -> list[Step]:
    """What the story fixes to the day: arrivals, moves, removals, sweeps."""
    return [
        *(Step(at(a.day, 10), a.author, a.subject, a.changed, a.files) for a in story.ARRIVALS),
        *(Step(at(m.day, 11), m.author, m.subject, m.edited, moved=m.renamed) for m in story.MOVES),
        *(Step(at(r.day, 14), r.author, r.subject, removed=r.files) for r in story.REMOVALS),
        *(Step(at(s.day, 17), s.author, s.subject, sweep=s.share) for s in story.SWEEPS),
    ]


def bot_steps(random: Random) -> list[Step]:
    """Dependency bumps, every two months or so, at four in the morning."""
    day, steps = date(2022, 10, 3), []
    for bump in story.BUMPS:
        steps.append(Step(at(day, 4), story.BOT, f"Bump {bump}", ("requirements.txt",)))
        day += timedelta(days=random.randint(45, 65))
    return steps


@dataclass(frozen=True, slots=True)
class Feature:
    """One subject of a theme on its first day."""

    day: date
    theme: story.Theme
    subject: str


def feature_steps(random: Random) -> list[Step]:
    """The daily work. Tickets count up with time; some features have a branch of their own."""
    features = sorted(
        (Feature(workday(random, theme), theme, subject) for theme in story.THEMES for subject in theme.subjects),
        key=lambda feature: (feature.day, feature.subject),
    )
    branched = set(random.sample(range(len(features)), story.MERGED_BRANCHES))
    ticket, steps = story.FIRST_TICKET, []
    for number, feature in enumerate(features):
        ticket += random.randint(1, 7)
        steps += commits_of(random, feature, ticket, number + 1 if number in branched else 0)
    return steps


def commits_of(random: Random, feature: Feature, ticket: int, branch: int) -> list[Step]:
    """The commits of one feature: the thing itself, now and then a follow-up, and the merge of a branch."""
    author = random.choice(team_on(feature.theme.team, feature.day))
    count = random.randint(2, 4) if branch else random.choice((1, 1, 1, 2, 2, 3))
    prefix = f"SHOP-{ticket} " if random.random() < 0.85 else ""
    day, steps = feature.day, []
    for index in range(count):
        subject = prefix + feature.subject + (f": {random.choice(story.FOLLOW_UPS)}" if index else "")
        files = touched(random, feature.theme.files, first=index == 0)
        steps.append(Step(at(day, random.randint(9, 16), random.randint(0, 59)), author, subject, files, branch=branch))
        day = next_workday(day + timedelta(days=random.randint(1, 4)))
    if branch:
        slug = sub(r"[^a-z0-9]+", "-", f"shop-{ticket} {feature.subject}".lower()).strip("-")
        steps.append(
            Step(
                at(day, 17, random.randint(0, 59)),
                author,
                f"Merge branch '{slug}'",
                branch=branch,
                merge=True,
            )
        )
    return steps


def team_on(team: str, day: date) -> list[str]:
    """Who of a team is there on a day and for the three weeks a feature may take."""
    stays = day + timedelta(days=21)
    return sorted(
        p.name
        for p in story.PEOPLE
        if p.team == team and p.since <= day and (stays <= p.until or p.until == story.LAST_DAY)
    )


def touched(random: Random, files: tuple[str, ...], first: bool) -> tuple[str, ...]:
    """Two files or more for the thing itself, up to three for a follow-up; then who is pulled along."""
    count = random.randint(2, min(6, len(files))) if first else random.randint(1, min(3, len(files)))
    chosen = set(random.sample(files, count))
    for pair in story.PAIRS:
        pulled = random.random()
        if pair.first in chosen and pair.second not in chosen and pulled < pair.first_pulls_second:
            chosen.add(pair.second)
        elif pair.second in chosen and pair.first not in chosen and pulled < pair.second_pulls_first:
            chosen.add(pair.first)
    if random.random() < story.PASSING_BY_CHANCE:
        chosen.add(random.choice(story.PASSING_BY))
    return tuple(sorted(chosen))


def workday(random: Random, theme: story.Theme) -> date:
    """A day on which the theme was worked on; a theme is busiest at its start."""
    span = (theme.until - theme.since).days - 30
    return next_workday(theme.since + timedelta(days=int(span * random.random() ** 1.25)))


def next_workday(day: date) -> date:
    """The day itself, or the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def at(day: date, hour: int, minute: int = 0) -> int:
    """Unix seconds of a time of day, in UTC."""
    return int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).timestamp())


def spread_out(steps: list[Step]) -> list[Step]:
    """In the order of time, no two in the same minute."""
    ordered: list[Step] = []
    for step in sorted(steps, key=lambda s: (s.seconds, s.merge, s.subject)):
        seconds = max(step.seconds, ordered[-1].seconds + 60) if ordered else step.seconds
        ordered.append(
            Step(
                seconds,
                step.author,
                step.subject,
                step.changed,
                step.added,
                step.moved,
                step.removed,
                step.sweep,
                step.branch,
                step.merge,
            )
        )
    return ordered


class Builder:
    """Walks the steps in time and keeps the tips of the main line and of the open branches."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.commits: list[Commit] = []
        self.tips: dict[int, Commit] = {}
        self.forks: dict[int, Commit] = {}

    def build(self, steps: list[Step]) -> list[Commit]:
        """All commits, oldest first."""
        for step in steps:
            if step.merge:
                self._merge(step)
            else:
                self._commit(step)
        return self.commits

    def _commit(self, step: Step) -> None:
        if step.branch and step.branch not in self.tips:
            self.tips[step.branch] = self.forks[step.branch] = self.tips[0]
        parent = self.tips.get(step.branch)
        before: Tree = parent.tree if parent else {}
        after = self._changed(step, before)
        if after != before:
            self._add(step, (parent.id,) if parent else (), after)

    def _merge(self, step: Step) -> None:
        if step.branch not in self.tips or self.tips[step.branch] is self.forks[step.branch]:
            return  # every file of the branch came to be only later
        main, side, fork = self.tips[0], self.tips.pop(step.branch), self.forks.pop(step.branch)
        tree = merged(fork.tree, main.tree, side.tree)
        self._add(Step(step.seconds, step.author, step.subject), (main.id, side.id), tree)

    def _add(self, step: Step, parents: tuple[str, ...], tree: Tree) -> None:
        mails = {person.name: person.mail for person in story.PEOPLE} | {story.BOT: story.BOT_MAIL}
        commit = Commit(parents, step.seconds, step.author, mails[step.author], step.subject, tree)
        self.commits.append(commit)
        self.tips[step.branch] = commit

    def _changed(self, step: Step, before: Tree) -> Tree:
        number = len(self.commits) + 1
        tree = {identity: file for identity, file in before.items() if identity not in step.removed}
        for identity in step.added:
            lines = self.random.randint(15, 60)
            tree[identity] = File(identity, story.BORN_AS.get(identity, identity), (number,) * lines)
        for identity, path in step.moved:
            tree[identity] = File(identity, path, tree[identity].editions)
        for identity in step.changed:
            if identity in tree:
                tree[identity] = self._edited(tree[identity], number, 0.08)
        if step.sweep:
            tree = {identity: self._edited(file, number, step.sweep) for identity, file in sorted(tree.items())}
        return tree

    def _edited(self, file: File, number: int, share: float) -> File:
        """Some lines are of this commit now: at least one, about the given share at most."""
        lines = list(file.editions)
        most = max(1, round(len(lines) * share))
        for index in self.random.sample(range(len(lines)), self.random.randint(max(1, most // 2), most)):
            lines[index] = number
        return File(file.identity, file.path, tuple(lines))


if __name__ == "__main__":
    main()
