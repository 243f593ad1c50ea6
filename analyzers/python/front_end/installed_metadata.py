"""The front end for metadata of installed libraries: from the file to that it is there, which tells what is vendored."""

from collections.abc import Sequence

from msgspec import Struct

from decompose.evidence.bundled import is_metadata
from decompose.evidence.contract import Contract
from decompose.evidence.unit import Role, Unit
from decompose.repository.source import SourceFile


class Installed(Struct, frozen=True, array_like=True):
    """Somebody installed a library beside this file."""


class InstalledMetadata(Struct, frozen=True):
    """Wants `METADATA` of every `.dist-info`; where such folders stand, libraries lie (`bundles`)."""

    name: str = "installed"
    version: str = "1"
    facts: type[Installed] = Installed
    is_source: bool = False

    def wants(self, path: str, told: Role | None = None) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the file tells of a library that was installed."""
        return is_metadata(path)

    def extract(self, file: SourceFile) -> Installed:  # noqa: ARG002 - the protocol's
        """Nothing of the text: whose it is and what it needs belongs to the library."""
        return Installed()

    def contracts(self, file: SourceFile, units: Sequence[Unit]) -> tuple[Contract, ...]:  # noqa: ARG002 - the protocol's
        """None: metadata define nothing that is called."""
        return ()


INSTALLED = InstalledMetadata()
