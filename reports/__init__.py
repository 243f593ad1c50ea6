"""The built-in reports: one file or package per format, each a function from the result to text."""

if __name__ != "decompose.reports":
    raise ImportError("import this package as decompose.reports: under another name every class would exist twice")
