"""Strategies for hypothesis: names as an attacker, a file system or another alphabet would choose them."""

from hypothesis import strategies as st

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><!--",
    "<img src=x onerror=alert(1)>",
    "`code` ``more`` ```fence",
    "a|b||c\\|d\\",
    "line\nbreak\r\n# heading\n```\n- item",
    "\x1b[31mred\x1b]8;;http://x\x07link",
    "\u202egnp.txt",
    "zero\u200bwidth\ufeff",
    "\x00\x85\x9b\ufffe",
    "half \udcff pair \ud800",
    "@octocat #1 GH-1 !1 $x$ %1 ~label :smile: https://evil.example www.evil.example a@b.example",
    "*bold* _it_ ~~no~~ [link](javascript:alert(1)) ![i](x) [^1] &lt; &#60; <!-- x -->",
    "=HYPERLINK(\"http://x\")",
    " =1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "1. item",
    "---",
    "&amp; &lt;b&gt; &#60;b&#62; & co",
    "end",
    "click n1 href \"javascript:alert(1)\"",
    "%%{init: {}}%%",
    "\"] --> n2[\"",
    "style x:y#35;",
    "[red]markup[/red] [bold",
    "{{ 7 * 7 }} {% raw %}",
    "::set-output name=x::y",
    "[link=http://x]y",
    "]]>",
    "",
    " ",
    "名前 имя ß é 🎉",
    "x" * 400,
)  # fmt: skip

names = st.one_of(
    st.sampled_from(HOSTILE), st.text(), st.text(st.characters(categories=["Cs", "Cc", "Cf", "Po", "Sm"]))
)
