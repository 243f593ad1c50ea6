"""Documents of earlier runs: from a report and the digest of a result to the text that it gave, kept in the cache of facts.

A document follows from the result and the code alone, so that nothing is rendered twice.
"""

import zlib
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from decompose.result.decomposition import Decomposition
from decompose.result.report import Report

KIND = "document"

NEWEST = 50
"""Documents that are kept: a page takes some hundred kilobytes."""

LARGEST = 8_000_000
"""Characters of the longest document that is kept; chosen: to write out a longer one, a table or the result, is quick."""


class Rendered(Struct, frozen=True):
    """The documents of one result, by its digest; `folder` holds the cache (None: the user's cache folder)."""

    digest: str
    folder: Path | None = None

    def text(self, report: Report, decomposition: Decomposition) -> str:
        """What the report makes of the result, rendered now only if it never was."""
        from decompose.repository.cache import open_cache

        key = self._key(report)
        with open_cache(self.folder) as cache:
            for packed in cache.load(KIND, (key,)).values():
                with suppress(zlib.error, UnicodeDecodeError):  # damaged: rendered anew
                    return zlib.decompress(packed).decode("utf-8", "surrogatepass")
            text = report.render(decomposition)
            if len(text) <= LARGEST:
                cache.store(KIND, ((key, zlib.compress(text.encode("utf-8", "surrogatepass"), 1)),))
                cache.keep_newest(KIND, NEWEST)
            return text

    def _key(self, report: Report) -> str:
        from decompose.plugins import analyzer_packages, report_packages
        from decompose.repository.installed import code_digest

        code = code_digest(("decompose", *analyzer_packages(), *report_packages()))
        return blake2b(repr((report.name, self.digest, code)).encode(), digest_size=16).hexdigest()
