"""Why something cannot be computed is said in Swedish too: sentences are whole, and each has its Swedish."""

import ast
import string
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from samsyn.analysis.errors import AnalysisError, Word
from samsyn.insights.studies import words
from tests.house.tree import SOURCE

ANALYSIS = SOURCE / "analysis"
CATALOGUE = SOURCE / "insights" / "locale" / "sv" / "LC_MESSAGES" / "django.po"
# What data that people bring may run into: nothing here may be put together before it is said.
MET = (
    *(
        "tables.py",
        "suppression.py",
        "networks/tables.py",
        "networks/hierarchies.py",
        "measures/changes.py",
        "measures/situations.py",
    ),
    *("choosing/candidates.py", "choosing/portfolios.py", "choosing/program.py"),
    *("accessibility/competition.py", "accessibility/distribution.py", "accessibility/reach.py"),
)
NOT_OURS = {"ValueError", "TypeError", "LookupError"}


def _said(path) -> Iterator[tuple[str, ast.expr]]:
    """The name and the first argument of what an analysis refuses with."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            name = node.func.id
            if name == "Word" or (name.endswith("Error") and name not in NOT_OURS):
                yield name, node.args[0]


def _swedish() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="sv") if isinstance(message.id, str)}


def _placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_every_sentence_has_its_swedish_with_the_same_values():
    swedish = _swedish()
    said = {
        said.value
        for path in sorted(ANALYSIS.rglob("*.py"))
        for _name, said in _said(path)
        if isinstance(said, ast.Constant)
    }
    assert len(said) > 60
    assert sorted(sentence for sentence in said if not swedish.get(sentence)) == []
    wrong = [sentence for sentence in said if _placeholders(sentence) != _placeholders(swedish[sentence])]
    assert wrong == []


@pytest.mark.parametrize("name", MET)
def test_what_people_can_meet_is_said_in_whole_sentences(name):
    found = list(_said(ANALYSIS / name))
    assert found
    assert [ast.unparse(said) for _name, said in found if not isinstance(said, ast.Constant)] == []


def test_a_word_of_the_sentence_is_said_in_swedish_and_a_name_is_not():
    error = AnalysisError(
        "measure '{measure}': {what} '{code}' has no code", measure="link", what=Word("link"), code="node"
    )
    assert str(error) == "measure 'link': link 'node' has no code"
    with translation.override("sv"):
        assert words.why(error) == "åtgärden ”link”: länken ”node” saknar kod"
