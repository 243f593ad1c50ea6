"""The name of a class of a library → what it does to the model that a class which inherits from it is bound to."""

from ..vocabulary import words

Effect = tuple[bool, tuple[str, ...]]
"""Whether it writes, and the flags of the evidence."""

READ: Effect = (False, ())
WRITE: Effect = (True, ())
CREATE: Effect = (True, ("create",))
DELETE: Effect = (True, ("delete",))

DONE = (WRITE, CREATE, DELETE)

_BY_ENDING: tuple[tuple[str, tuple[Effect, ...]], ...] = (
    ("ModelViewSet", (READ, WRITE, CREATE, DELETE)),
    ("ReadOnlyModelViewSet", (READ,)),
    ("CreateModelMixin", (CREATE,)),
    ("UpdateModelMixin", (READ, WRITE)),
    ("DestroyModelMixin", (READ, DELETE)),
    ("ListCreateAPIView", (READ, CREATE)),
    ("RetrieveUpdateAPIView", (READ, WRITE)),
    ("RetrieveDestroyAPIView", (READ, DELETE)),
    ("RetrieveUpdateDestroyAPIView", (READ, WRITE, DELETE)),
    ("CreateAPIView", (CREATE,)),
    ("UpdateAPIView", (READ, WRITE)),
    ("DestroyAPIView", (READ, DELETE)),
    ("CreateView", (CREATE,)),
    ("UpdateView", (READ, WRITE)),
    ("DeleteView", (READ, DELETE)),
    ("FormSetView", (READ, WRITE)),
    ("ModelAdmin", (READ, WRITE, CREATE, DELETE)),
    ("InlineModelAdmin", (READ, WRITE, CREATE, DELETE)),
    ("Inline", (READ, WRITE, CREATE, DELETE)),
    ("ModelForm", (READ, WRITE)),
    ("ModelFormSet", (READ, WRITE)),
    ("ModelSerializer", (READ, WRITE, CREATE)),
    ("DjangoModelFormMutation", (READ, WRITE)),
)
"""What the classes of Django, its REST framework and their neighbours do to the model they are bound to; all others read."""

_READERS = words(
    "View ViewSet ViewSetMixin APIView FilterSet Table ModelTable Resource DjangoObjectType ModelChoiceField Index Feed Sitemap"
)
"""Ends of names of library classes that read the model they are bound to."""


def effects_of(name: str) -> tuple[Effect, ...]:
    """What a class of a library does to the model that it is bound to, by the end of its name."""
    matching = [effects for ending, effects in _BY_ENDING if name.endswith(ending)]
    if matching:
        return max(matching, key=len)
    return (READ,) if any(name.endswith(ending) for ending in _READERS) else ()
