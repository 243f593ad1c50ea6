"""Outgoing mail. Nothing leaves this process in tests; production swaps ``deliver``."""

from dataclasses import dataclass, field

_sender = "nobody@hearthside.example"
OUTBOX = []


@dataclass
class Message:
    to: str
    subject: str
    body: str
    sender: str = ""
    attachments: dict = field(default_factory=dict)


def use_sender(sender):
    global _sender
    _sender = sender


def deliver(message):
    OUTBOX.append(message)


def send(to, subject, body, attachments=None):
    """Hand over a mail; an address that bounced before is dropped silently."""
    if not to or to.endswith("@deleted.invalid"):
        return None
    message = Message(to=to, subject=subject, body=body, sender=_sender, attachments=attachments or {})
    deliver(message)
    return message


def render(template, **values):
    """``{name}`` placeholders, nothing cleverer; marketing edits these by hand."""
    text = template
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text
