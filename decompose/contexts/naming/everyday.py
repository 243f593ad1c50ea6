"""Everyday words: what every program says, so that it tells of no context, and how people write what code shortens."""

EVERYDAY = frozenset({
    "abc", "abstract", "action", "active", "add", "added", "admin", "alia", "allow", "allowed", "api", "app",
    "append", "application", "arg", "argument", "array", "attr", "attribute", "authenticated", "auto", "available",
    "backend", "base", "blank", "body", "boolean", "builder", "bulk", "cached", "call", "cfg", "char", "check",
    "choice", "class", "clean", "cleaned", "cmd", "column", "command", "common", "conf", "config", "configuration",
    "connection", "constant", "content", "context", "contrib", "controller", "core", "count", "create", "created",
    "current", "custom", "data", "date", "datetime", "debug", "decorator", "default", "definition", "delete",
    "deprecated", "description", "detail", "dict", "directory", "dirname", "dispatch", "display", "django", "driver",
    "edit", "enabled", "end", "endpoint", "entry", "enum", "env", "environ", "error", "exc", "exception", "exclude",
    "execute", "exist", "extra", "factory", "field", "file", "filename", "filter", "flag", "foreign", "form",
    "format", "formset", "found", "framework", "func", "function", "generic", "getenv", "handle", "handler", "header",
    "helper", "html", "http", "identifier", "ids", "impl", "include", "index", "info", "inline", "inlineformset",
    "input", "instance", "int", "integer", "interface", "internal", "invalid", "item", "join", "json", "key", "kind",
    "label", "last", "lazy", "legacy", "length", "level", "lib", "link", "list", "load", "loader", "local", "logger",
    "logging", "lookup", "main", "manage", "management", "manager", "mapping", "meta", "method", "middleware",
    "migrate", "mixin", "model", "module", "msg", "mutation", "name", "new", "now", "null", "nullable", "num",
    "number", "obj", "object", "old", "only", "operation", "opt", "option", "optional", "other", "output", "override",
    "param", "parameter", "parent", "parse", "parser", "part", "path", "pattern", "payload", "post", "prefix",
    "property", "python", "query", "queryset", "raw", "read", "ready", "receiver", "ref", "register", "related",
    "removed", "render", "req", "request", "required", "res", "resolver", "resource", "resp", "response", "rest",
    "result", "return", "reverse", "root", "router", "row", "run", "save", "schema", "script", "select", "serializer",
    "server", "service", "set", "setdefault", "setting", "signal", "size", "slug", "sort", "source", "spec", "sql",
    "sqlalchemy", "start", "stat", "status", "stdout", "string", "submitted", "sys", "tag", "target", "task", "tbl",
    "temp", "template", "test", "text", "time", "timeout", "title", "tool", "total", "type", "update", "url",
    "urlpattern", "use", "util", "utility", "uuid", "validate", "validation", "validator", "value", "verbose",
    "version", "view", "viewname", "widget", "write", "wsgi",
})  # fmt: skip
"""Stems that more than an eighth of 52 open systems say prominently in a hundredth of their modules, and names of layers.

Those that also name what a business deals with are left out: user, group, event, message, order, account, page, report.
"""

LAYERS = frozenset({
    "admin", "api", "app", "base", "command", "common", "config", "core", "enum", "exception", "field", "filter",
    "form", "handler", "helper", "lib", "loader", "manager", "middleware", "mixin", "model", "module", "receiver",
    "resource", "schema", "serializer", "service", "setting", "signal", "tag", "task", "test", "tool", "type", "url",
    "util", "utility", "view", "widget",
})  # fmt: skip
"""What every framework calls its layers: such a word alone says nothing of a context, with the folder above it some."""

EMPTY = frozenset({
    "about", "all", "already", "also", "and", "another", "any", "are", "because", "been", "but", "can", "cannot",
    "coding", "could", "did", "doe", "each", "explicitly", "fixme", "for", "from", "get", "got", "had", "has", "have",
    "here", "how", "into", "its", "may", "might", "must", "mypy", "noqa", "nor", "not", "off", "onto", "our", "out",
    "over", "per", "please", "pylint", "shall", "should", "such", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "those", "todo", "too", "under", "until", "upon", "via", "was", "were", "what",
    "when", "where", "which", "while", "who", "whose", "why", "will", "with", "without", "would", "you", "your",
})  # fmt: skip
"""Stems of words that only join others: in `export_the_rows_into` they say nothing of what the code is about; and of
words to tools, which say nothing to people."""

LICENCE = frozenset({
    "aeronautics", "agpl", "agreed", "apache", "applicable", "basis", "bsd", "compliance", "condition", "conditions",
    "copy", "copyright", "corporation", "disclaimer", "distribute", "distributed", "distribution", "either",
    "express", "fitness", "foundation", "free", "general", "give", "gnu", "governing", "gpl", "implied", "inc",
    "kind", "language", "law", "lgpl", "liability", "license", "licensed", "limitations", "merchantability", "mit",
    "mozilla", "mpl", "notice", "notices", "obtain", "particular", "permission", "permissions", "permitted", "public",
    "purpose", "redistribute", "required", "reserved", "right", "rights", "software", "spdx", "specific", "version",
    "warranties", "warranty", "writing", "written",
})  # fmt: skip
"""Words of the usual licence texts; a module that says five of them and that it is licensed, or SPDX, has one at its head."""

IN_FULL = {
    "attr": "attribute", "calc": "calculation", "cfg": "configuration", "cmd": "commands", "conf": "configuration",
    "config": "configuration", "ctx": "context", "ctxt": "context", "db": "database", "dep": "dependency",
    "desc": "description", "dest": "destination", "dev": "development", "dir": "directory", "dirname": "directory",
    "doc": "document", "env": "environment", "exc": "exception", "ext": "extension", "func": "function",
    "i18n": "internationalization", "img": "image", "impl": "implementation", "info": "information",
    "l10n": "localization", "lib": "library", "mgmt": "management", "mgr": "manager", "msg": "message",
    "num": "number", "obj": "object", "opt": "option", "org": "organization", "param": "parameter",
    "perm": "permission", "pkg": "package", "prop": "property", "pwd": "password", "ref": "reference",
    "repo": "repository", "req": "request", "resp": "response", "spec": "specification", "src": "source",
    "str": "string", "svc": "service", "sys": "system", "tbl": "table", "temp": "temporary", "tmp": "temporary",
    "txn": "transaction", "usr": "user", "util": "utilities", "val": "value", "var": "variable", "www": "web",
}  # fmt: skip
"""Abbreviations that programmers know and others do not, by stem, and the word that people say."""
