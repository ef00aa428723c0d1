"""Why an analysis cannot be done, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import samsyn.analysis
from samsyn.analysis.errors import AnalysisError
from samsyn.insights.studies import words

ANALYSIS = Path(samsyn.analysis.__file__).parent
MEETS = "no matrix fits: row {rows} must send {sent}, but may only use column {columns}, which takes {taken}"


def sentences() -> Iterator[str]:
    """Every sentence with values in it that an analysis can refuse with."""
    for path in sorted(ANALYSIS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and str(getattr(node.func, "id", "")).endswith("Error") and node.keywords:
                for given in node.args:
                    if isinstance(given, ast.Constant):
                        yield given.value


def test_every_sentence_with_values_has_its_swedish():
    with translation.override("sv"):
        assert [each for each in sentences() if translation.gettext(each) == each] == []
    assert MEETS in set(sentences())


SWEDISH = (
    "ingen matris går ihop: raden Sala och Heby måste skicka 1\N{NARROW NO-BREAK SPACE}234,5 men kan bara använda "
    "kolumnen Uppsala, som tar emot 2"
)
ENGLISH = "no matrix fits: row Sala and Heby must send 1,234.5, but may only use column Uppsala, which takes 2"


@pytest.mark.parametrize(("language", "said"), [("sv", SWEDISH), ("en", ENGLISH)])
def test_a_reason_is_said_with_names_and_numbers_as_the_language_writes_them(language, said):
    error = AnalysisError(MEETS, rows=["Sala", "Heby"], sent=1234.5, columns=["Uppsala"], taken=2.0)
    with translation.override(language):
        assert words.why(error) == said


def test_a_sentence_without_values_keeps_its_braces():
    error = AnalysisError("the area '{x}' is there twice")
    assert str(error) == "the area '{x}' is there twice"
    with translation.override("en"):
        assert words.why(error) == str(error)


def test_many_names_are_cut_with_how_many_more():
    error = AnalysisError("rows {rows} are empty", rows=[str(n) for n in range(8)])
    assert str(error) == "rows 0, 1, 2, 3, 4 and 3 more are empty"
