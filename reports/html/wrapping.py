"""A name comes in, a few short lines that fit a box go out."""


def wrapped(name: str, width: int, most: int) -> tuple[str, ...]:
    """At most `most` lines of at most `width` characters, broken at spaces and separators; the last may end in an ellipsis."""
    lines: list[str] = []
    for word in _words(name):
        if lines and len(lines[-1]) + len(word) <= width:
            lines[-1] += word
        else:
            lines.append(word.lstrip())
    lines = [line.rstrip() if len(line.rstrip()) <= width else line[: width - 1] + "…" for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: width - 1] + "…"]
    return tuple(lines)


def _words(name: str) -> list[str]:
    words: list[str] = [""]
    for character in name:
        if character == " ":
            words.append(character)
        else:
            words[-1] += character
            if character in "-_./&":
                words.append("")
    return [word for word in words if word]
