"""Spelling: from stems to how people write them: acronyms in capitals, compounds in two words, as the code itself does."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from decompose.contexts.naming.everyday import IN_FULL
from decompose.contexts.naming.places import roots_of
from decompose.contexts.naming.words_said import PATH
from decompose.coupling.words import stem, sub_words
from decompose.evidence.findings import Findings
from decompose.evidence.unit import UnitKind

ACRONYMS = frozenset({
    "acl", "ai", "ajax", "amqp", "api", "aws", "bgp", "cdn", "cli", "cms", "cors", "crm", "crud", "csrf", "css",
    "csv", "db", "dcim", "dns", "dom", "dsl", "dto", "emc", "erp", "etl", "ftp", "gcp", "gdpr", "gis", "gps", "gpu",
    "gui", "hr", "html", "http", "https", "iam", "ibm", "iot", "ip", "ipam", "iso", "jpeg", "json", "jwt", "kpi",
    "kyc", "lan", "ldap", "lms", "mfa", "ml", "mqtt", "nec", "nlp", "ocr", "odm", "oidc", "orm", "otp", "pdf", "pki",
    "plm", "png", "pwa", "qr", "rbac", "rdf", "rest", "rfc", "rma", "rpc", "rss", "saml", "sdk", "seo", "sepa", "sku",
    "sla", "sms", "smtp", "soap", "sql", "ssh", "ssl", "sso", "svg", "tcp", "tls", "tms", "totp", "tsv", "udp", "ui",
    "uri", "url", "uuid", "vat", "vlan", "vm", "vpn", "vrf", "wamp", "wan", "wms", "xls", "xml", "xslt", "yaml",
})  # fmt: skip
"""Words that people write in capitals, however the code spells them; words that are something else too are left out."""

PROPER = {
    "asgi": "ASGI", "clickhouse": "ClickHouse", "django": "Django", "elasticsearch": "Elasticsearch",
    "github": "GitHub", "gitlab": "GitLab", "graphql": "GraphQL", "ical": "iCal", "ipsec": "IPsec",
    "ipython": "IPython", "javascript": "JavaScript", "linkedin": "LinkedIn", "mongodb": "MongoDB", "mysql": "MySQL",
    "oauth": "OAuth", "openapi": "OpenAPI", "openid": "OpenID", "opensearch": "OpenSearch", "openstack": "OpenStack",
    "paypal": "PayPal", "postgres": "PostgreSQL", "postgresql": "PostgreSQL", "pypi": "PyPI", "rabbitmq": "RabbitMQ",
    "restapi": "REST API", "sqlalchemy": "SQLAlchemy", "sqlite": "SQLite", "templatetag": "template tag",
    "typescript": "TypeScript", "vmware": "VMware", "webauthn": "WebAuthn", "websocket": "WebSocket",
    "whatsapp": "WhatsApp", "wsgi": "WSGI", "xmlrpc": "XML-RPC", "youtube": "YouTube",
}  # fmt: skip
"""Names that have a spelling of their own, by stem."""

VOWELS = frozenset("aeiouy")
"""A word without any is spelled out when people say it."""


class Spelling:
    """How this system spells its words; `said` are the words of its modules, by source."""

    def __init__(self, findings: Findings, said: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._said = said
        self._usual = _usual(said.values())
        classes = [unit.name.rpartition(".")[2] for unit in findings.units if unit.kind is UnitKind.CLASS]
        self._capitals = _capitals(classes)
        roots = frozenset(
            stem(name.lower()) for name in roots_of(unit.id for unit in findings.units if unit.kind is UnitKind.MODULE)
        )
        self._compounds = _compounds(classes, frozenset(self._usual) - roots)

    def term(self, base: str, block: Iterable[str] = ()) -> str:
        """A stem as a term: as the paths of the block's modules spell it, else as the system mostly does."""
        own = Counter(word for module in block for word in self._said[PATH].get(module, ()) if stem(word) == base)
        word = min(own, key=lambda word: (-own[word], word), default=self._usual.get(base, base))
        return self._written(word, base)

    def written(self, word: str) -> str:
        """A word of the code as people write it."""
        return self._written(word.lower(), stem(word.lower()))

    def _written(self, word: str, base: str) -> str:
        if base in PROPER:
            return PROPER[base] + ("s" if PROPER[base].islower() and word != base else "")
        if base in IN_FULL:
            return IN_FULL[base] if word == base else _plural(IN_FULL[base])
        if base in ACRONYMS or base in self._capitals or not VOWELS.intersection(base):
            return base.upper() + ("s" if word != base else "")
        if base in self._compounds:
            *first, last = _proper(self._compounds[base])
            plural = word if word != base else base
            last = plural[len("".join(first)) :] if plural.startswith("".join(first)) else last
            return " ".join(self._written(each, stem(each)) for each in (*first, last))
        return word


def _proper(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words, those joined that are one name: ip, sec, profile are ipsec, profile."""
    for place in range(len(words) - 1):
        if (pair := words[place] + words[place + 1]) in PROPER:
            return (*words[:place], pair, *_proper(words[place + 2 :]))
    return words


def _plural(word: str) -> str:
    if word.endswith("s"):
        return word
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


def _usual(sources: Iterable[Mapping[str, Sequence[str]]]) -> dict[str, str]:
    """How each stem is spelled most often, of equally frequent spellings the first."""
    spelled = Counter(word for by in sources for words in by.values() for word in words)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, count in spelled.items():
        counts[stem(word)][word] = count
    return {base: min(found, key=lambda word: (-found[word], word)) for base, found in counts.items()}


def _capitals(classes: Iterable[str]) -> frozenset[str]:
    """The stems that names of classes write in capitals more often than not: `VPNTunnel` does, `VpnTunnel` does not."""
    upper: Counter[str] = Counter()
    for name in classes:
        if not name.isupper():  # a constant in disguise says nothing
            for word in sub_words(name):
                if len(word) > 1:
                    upper[stem(word.lower())] += 1 if word.isupper() else -1
    return frozenset(base for base, more in upper.items() if more > 0)


def _compounds(classes: Iterable[str], said: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Words that are several words in names of classes: `giftcard` is `gift card` where there is a class `GiftCard`.

    Not where more classes have it as one word: one `TimeTable` among fifty `TimetableEntry` is a slip.
    """
    whole: Counter[str] = Counter()
    found: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for name in classes:
        words = [word.lower() for word in sub_words(name)]
        whole.update({stem(word) for word in words})
        for length in (2, 3, 4):
            for start in range(len(words) - length + 1):
                parts = tuple(words[start : start + length])
                joined = stem("".join(parts))
                if joined in said and all(len(part) > 1 for part in parts):
                    found[joined][(*parts[:-1], stem(parts[-1]))] += 1
    best = {base: min(ways, key=lambda way: (-ways[way], len(way), way)) for base, ways in found.items()}
    return {base: way for base, way in best.items() if found[base][way] >= whole[base]}
