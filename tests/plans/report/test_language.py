import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

from samsyn.analysis.follow_up import Compared, Reason, State
from samsyn.foundation.ui.states import STATES
from samsyn.plans import report
from samsyn.plans.report import words
from samsyn.plans.report.content import Effect, Good, Kind
from samsyn.plans.report.language import ENGLISH, LANGUAGES, SWEDISH

HOME = Path(report.__file__).parent
CODES = [code for codes in (State, Kind, Effect, Good, Compared) for code in codes]


def said_in_the_code() -> set[str]:
    """Every message of the report: what `say` is called with, and the words of the codes."""
    calls = [
        call
        for source in HOME.glob("*.py")
        for call in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) == "say"
    ]
    written = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    return written | {words.name(code, ENGLISH) for code in CODES} | {words.reason(code, ENGLISH) for code in Reason}


def catalogue() -> dict[str, str]:
    with (HOME / "locale/sv/LC_MESSAGES/report.po").open("rb") as source:
        return {message.id: message.string for message in read_po(source, locale="sv") if message.id}


def test_every_message_is_translated_and_no_translation_is_dead():
    translated = catalogue()
    assert set(translated) == said_in_the_code()
    assert all(translated.values())


def test_translations_fill_in_the_same_values():
    def names(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    assert [m for m, translated in catalogue().items() if names(m) != names(translated)] == []


def test_a_message_without_a_translation_is_an_error_not_english():
    with pytest.raises(LookupError, match="lacks 'A thing never said'"):
        SWEDISH.say("A thing never said")


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_states_have_the_same_words_as_on_the_pages(language):
    with override(language.code):
        on_pages = {state: str(word) for state, word in STATES.items()}
    assert {state.value: words.name(state, language) for state in State} == on_pages


def test_codes_of_different_kinds_with_equal_values_keep_their_own_words():
    assert State.NOT_REACHED == "not_reached"
    assert words.name(State.CANNOT_BE_ASSESSED, SWEDISH) == "Kan inte bedömas"
    assert words.name(Effect.NONE, SWEDISH) == "Ingen effekt märks"


def test_every_state_has_a_mark_of_its_own():
    assert set(words.MARKS) == set(State)
    assert len(set(words.MARKS.values())) == len(State)


@pytest.mark.parametrize(
    ("number", "swedish", "english"),
    [
        ("66.500000", "66,5", "66.5"),
        ("1250000.00", "1\u202f250\u202f000", "1,250,000"),
        ("0.000001", "0,000001", "0.000001"),
        ("-3", "−3", "−3"),
        ("0", "0", "0"),
    ],
)
def test_numbers_are_written_as_people_write_them(number, swedish, english):
    assert SWEDISH.number(Decimal(number)) == swedish
    assert ENGLISH.number(Decimal(number)) == english


def test_dates_and_money():
    assert SWEDISH.day(date(2018, 4, 30)) == "30 april 2018"
    assert ENGLISH.day(date(2018, 5, 1)) == "1 May 2018"
    assert SWEDISH.money(Decimal("1500.50")) == "1\u202f500,5\u202fkr"
    assert ENGLISH.money(Decimal(2000)) == "SEK\u202f2,000"
