"""Explanation: an answer to *why*, as sentences and rows, for a terminal, a page or another program."""

from msgspec import Struct


class Section(Struct, frozen=True):
    """One part of an explanation: sentences, then a table whose every row has one cell per column."""

    heading: str
    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Explanation(Struct, frozen=True):
    """Why something of a result is as it is; strings from the analysed tree are as they were found, not yet escaped.

    `subject` is the kind of thing (`module`, `edge`, `context`, `step`, `entry`), `ids` what was meant by the names given.
    """

    subject: str
    ids: tuple[str, ...]
    title: str
    sections: tuple[Section, ...]
