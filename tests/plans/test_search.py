"""Word forms, compounds, ranking and what is marked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.plans import search


def found(query: str, text: str) -> bool:
    """What `samsyn.plans.queries.search.containing` asks of the database."""
    stored = search.stems(text)
    return all(any(search.pattern(stem) in stored for stem in term) for term in search.terms(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("godstransport", "Godstransporterna ska öka."),
        ("godstransporterna", "en godstransport"),
        ("kommun", "kommunerna"),
        ("kommunernas", "en kommun"),
        ("transport", "storregionala godstransporterna"),
        ("transporter", "godstransporterna"),
        ("mål", "målen"),
        ("hållbart", "en hållbar region"),
        ("hållbar", "ett hållbart resande"),
        ("regionala", "regionalt"),
        ("cities", "a city"),
        ("city", "great cities"),
        ("frågan", "många frågor"),
        ("frågor", "frågans svar"),
        ("godsstrategin", "en godsstrategi"),
        ("strategi", "strategins mål"),
        ("ÅTGÄRDER", "åtgärd"),
        ("2.1", "2.1 Godsstrategi"),
        ("kommuner transporter", "Kommunernas godstransporter"),
        ("ai", "om AI i vården"),
        ("samverkan", "sam\u00adverkan"),
        ("målen", unicodedata.normalize("NFD", "målet")),
    ],
)
def test_is_found(query, text):
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("järnväg", "väg"),
        ("kommuner sjöfart", "Kommunernas godstransporter"),
        ("ai", "hair said"),  # two letters are never looked for inside a word
        ("2.1", "12.10 21"),
        ("transport kommun", "transport"),
        ("organ", "Göteborg"),
    ],
)
def test_is_not_found(query, text):
    assert not found(query, text)


@pytest.mark.parametrize("query", ["", "   ", "%", "_", "%_\\", "..."])
def test_a_query_without_words_has_no_terms(query):
    assert search.terms(query) == ()


def test_stored_stems_stand_between_spaces_once_each():
    assert search.stems("Kommun, kommunen!", "kommuner") == " kommun kommunen "
    assert search.stems("") == ""


def test_exact_word_in_title_ranks_before_wording_before_compound():
    query = search.terms("transport")
    words = {
        "title": ("Transporter", "Om annat."),
        "wording": ("Annat", "Transporterna ska öka."),
        "inside": ("Godstransport", "Om godstransporterna."),
    }
    title, wording, inside = (search.rank(query, first, search.stems(first, rest)) for first, rest in words.values())
    assert title < wording < inside


def test_snippet_marks_each_form_of_each_word():
    cut = search.snippet(search.terms("kommun transport"), "Att kommunerna minskar godstransporterna.")
    assert cut.text == "Att kommunerna minskar godstransporterna."
    assert [cut.text[a:b] for a, b in cut.marks] == ["kommunerna", "godstransporterna"]


def test_long_text_is_cut_around_the_first_hit():
    text = "ord " * 300 + "Mälaren " + "slut " * 300
    cut = search.snippet(search.terms("mälaren"), text)
    assert cut.text.startswith("… ord")
    assert cut.text.endswith("slut …")
    assert len(cut.text) <= search.SNIPPET + 4
    assert [cut.text[a:b] for a, b in cut.marks] == ["Mälaren"]


@given(st.text(max_size=600), st.text(min_size=1, max_size=30), st.integers(0, 600))
def test_marks_are_inside_the_snippet_and_in_order(before, word, cut_at):
    text = before[:cut_at] + " " + word + " " + before[cut_at:]
    query = search.terms(word)
    shown = search.snippet(query, text)
    edges = [edge for mark in shown.marks for edge in mark]
    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(shown.text))
    if query:
        assert found(word, text)
        assert shown.marks
