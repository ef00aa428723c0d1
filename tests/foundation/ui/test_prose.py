import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from samsyn.foundation.ui.prose import to_html


def test_paragraphs_lists_and_breaks():
    text = "Two pictures:\n- one for roads\n- one for rail\n\nWork goes on\nin May."
    assert to_html(text) == (
        "<p>Two pictures:</p>\n<ul><li>one for roads</li><li>one for rail</li></ul>\n<p>Work goes on<br>in May.</p>"
    )


def test_nothing_typed_becomes_markup():
    assert to_html('<script>x</script>\n\n- <b onclick="y">') == (
        "<p>&lt;script&gt;x&lt;/script&gt;</p>\n<ul><li>&lt;b onclick=&quot;y&quot;&gt;</li></ul>"
    )


def test_a_hyphen_within_a_line_is_no_list():
    assert to_html("Stockholm - Oslo\n-5 grader") == "<p>Stockholm - Oslo<br>-5 grader</p>"


def test_empty_text_is_empty():
    assert to_html("  \n \n") == ""


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n- <>&\"'")))
def test_every_word_survives_and_only_our_tags_stand(text):
    html = to_html(text)
    assert set(re.findall(r"<(/?\w+)[^>]*>", html)) <= {"p", "/p", "ul", "/ul", "li", "/li", "br"}
    words = unescape(re.sub(r"<[^>]+>", " ", html)).split()
    bullets = set("-•–*")
    assert [word for word in words if word not in bullets] == [word for word in text.split() if word not in bullets]
