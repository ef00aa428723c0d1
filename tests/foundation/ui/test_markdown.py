"""Markdown of our own documents: drawn, escaped, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.foundation.ui.markdown import title, to_html
from tests.insights.views.markup import faults


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Title\n\nText\nthat goes on.", "\n<p>Text that goes on.</p>"),
        ("## Part\ntext", "<h2>Part</h2>\n<p>text</p>"),
        ("Before:\n- one\n- two\n  more", "<p>Before:</p>\n<ul><li>one</li><li>two more</li></ul>"),
        ("1. first\n2. second", "<ol><li>first</li><li>second</li></ol>"),
        ("    a < b\n    c", '<pre tabindex="0"><code>a &lt; b\nc</code></pre>'),
        ("```\nx = 1\n```\nafter", '<pre tabindex="0"><code>x = 1</code></pre>\n<p>after</p>'),
        ("**much** *said* `a*b*c`", "<p><strong>much</strong> <em>said</em> <code>a*b*c</code></p>"),
        ("[SCB](https://scb.se) [page](other.md)", '<p><a href="https://scb.se">SCB</a> page</p>'),
        ("[no](javascript:alert)", "<p>no</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("2 * 3 * 4 = 24", "<p>2 * 3 * 4 = 24</p>"),
    ],
)
def test_what_is_drawn(text, html):
    assert to_html(text) == html


def test_a_table():
    html = to_html("| | A |\n|---|---|\n| x | **1** |")
    assert '<thead><tr><td></td><th scope="col">A</th></tr></thead>' in html
    assert "<tbody><tr><td>x</td><td><strong>1</strong></td></tr></tbody>" in html


def test_the_title_is_the_first_heading():
    assert title("\n# The title\n## A part") == "The title"
    assert title("no heading") == ""


@given(st.text(alphabet="abc *`_[]()<>&\"'|#-\n 1.~", max_size=200))
def test_whatever_is_written_the_html_is_well_formed(text):
    assert [fault for fault in faults(f"<div>{to_html(text)}</div>") if "=" not in fault] == []
