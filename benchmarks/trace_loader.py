"""Run inside an environment: imports all of an application whose classes are loaded by name, and writes who got what.

    python trace_loader.py OUT ROOT SETTINGS PACKAGE

OUT gets a list of [file of the caller, line, module of what was got, its name], without repetitions. ROOT is the
folder that PACKAGE is imported from, SETTINGS names the settings of a Django project.
"""

import importlib
import json
import os
import sys
from pathlib import Path

LOADERS = ("get_class", "get_classes", "get_model", "get_profile_class")


def main(out, root, settings, package):
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    loading = importlib.import_module(f"{package}.core.loading")
    found = set()
    for name in LOADERS:
        if hasattr(loading, name):
            setattr(loading, name, watched(getattr(loading, name), loading.__file__, found))
    import django

    django.setup()
    for path in sorted(Path(root, package).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if not {"migrations", "tests", "south_migrations"} & set(parts):
            attempt(".".join(parts).removesuffix(".__init__"))
    attempt_urls()
    Path(out).write_text(json.dumps(sorted(found)))


def watched(load, home, found):
    def loader(*arguments, **named):
        result = load(*arguments, **named)
        frame = sys._getframe(1)
        if frame.f_code.co_filename != home:
            for one in result if isinstance(result, (list, tuple)) else [result]:
                if hasattr(one, "__qualname__"):
                    found.add((frame.f_code.co_filename, frame.f_lineno, one.__module__, one.__qualname__))
        return result

    return loader


def attempt(name):
    try:
        importlib.import_module(name)
    except Exception as error:  # noqa: BLE001 - what an environment cannot import loads nothing in it
        print(f"not imported: {name}: {error!r}", file=sys.stderr)


def attempt_urls():
    from django.urls import get_resolver

    def descend(patterns):
        for pattern in patterns:
            descend(getattr(pattern, "url_patterns", ()))

    descend(get_resolver().url_patterns)


main(*sys.argv[1:])
