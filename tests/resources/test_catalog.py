"""The table of clients as a table."""

from decompose.analyzers.resources.catalog import Catalog
from decompose.analyzers.resources.clients import CLIENTS, VERBS
from decompose.evidence.resource import ResourceKind


def test_every_kind_has_a_client() -> None:
    catalog = Catalog()
    starts = [
        start for line in CLIENTS.replace("\n    ", " ").splitlines() if line for start in line.split("|")[1].split()
    ]
    assert {found.kind for start in starts if (found := catalog.client(start))} == set(ResourceKind)
    assert len(starts) == len(set(starts)), sorted(start for start in starts if starts.count(start) > 1)


def test_no_call_of_one_kind_has_two_directions() -> None:
    seen: dict[tuple[str, str], str] = {}
    for line in VERBS.replace("\n    ", " ").splitlines():
        kind, direction, *verbs = line.split() or ("", "")
        for verb in verbs:
            assert seen.setdefault((kind, verb), direction) == direction, (kind, verb)


def test_the_longest_beginning_counts() -> None:
    catalog = Catalog()
    client = catalog.client("boto3.client[s3].put_object")
    assert client is not None
    assert client.name == "S3"
    unknown = catalog.client("boto3.client[polly].synthesize")
    assert unknown is not None
    assert unknown.name == "AWS"
    assert catalog.client("os.path.join") is None
