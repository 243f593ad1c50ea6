"""The built-in reports: one file or package per format, each a function from the result to text.

To add a format, write a file with a `render`, and name it in `REPORTS`. What is slow to import, a report imports inside
its functions.
"""

if __name__ != "decompose.reports":
    raise ImportError("import this package as decompose.reports: under another name every class would exist twice")

import re

from decompose.result.report import Report

from . import html, terminal, to_csv, to_graphml, to_hidden_csv, to_json, to_markdown, to_mermaid, to_partition

REPORTS = (
    Report("csv", "the cut ledger for a spreadsheet", to_csv.render, ".csv", mark=r"\Afrom_context,to_context,kind,"),
    Report(
        "graphml",
        "the coupling graph for Gephi, yEd or networkx",
        to_graphml.render,
        ".graphml",
        mark=rf"\A{re.escape(to_graphml.MAKER)}",
    ),
    Report(
        "hidden",
        "pairs that change together although no code joins them, as CSV",
        to_hidden_csv.render,
        ".hidden.csv",
        mark=r"\Asource,target,source_context,target_context,",
    ),
    Report(
        "html",
        "the report for architects, one file that needs no network",
        html.render,
        ".html",
        mark=r'<meta name="generator" content="decompose">',
    ),
    Report(
        "json",
        "the whole result, to be read again or by other tools",
        to_json.render,
        ".json",
        mark=r'"name":\s*"decompose"',
    ),
    Report(
        "md",
        "a summary for a wiki, a pull request or an issue",
        to_markdown.render,
        ".md",
        mark=r"(?s)\A# .*: where the seams are\n",
    ),
    Report(
        "mermaid", "the context map as a diagram", to_mermaid.render, ".mmd", mark=rf"\A{re.escape(to_mermaid.MAKER)}"
    ),
    Report(
        "partition",
        "files by context, and contexts by rank, as JSON",
        to_partition.render,
        ".partition.json",
        mark=r'\A\{\n "contexts": \[',
    ),
    Report(
        "text",
        "the summary that the terminal shows",
        terminal.render,
        ".txt",
        terminal.first_screen,
        mark=r"(?m)^Read [\d,]+ of [\d,]+ files",
    ),
)
