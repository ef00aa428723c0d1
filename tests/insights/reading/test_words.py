"""What readers and checks answer, in both languages."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

import samsyn.insights
from samsyn.insights.errors import InsightError
from samsyn.insights.reading import words
from samsyn.insights.reading.findings import Noted
from samsyn.sources.checks.findings import Kind, Option
from samsyn.sources.checks.measure_findings import MeasureCure, MeasureKind
from samsyn.sources.checks.network_findings import NetworkCure, NetworkKind
from samsyn.sources.errors import Place, WrongContent
from samsyn.sources.gtfs.findings import FeedCure, FeedKind
from samsyn.sources.osm.ways import Noted as OsmNoted
from samsyn.sources.problems import Cure, Problem

CATALOGUE = Path(samsyn.insights.__file__).parent / "locale" / "sv" / "LC_MESSAGES" / "django.po"
PLACE = Place("flows.csv", sheet="Data", row=7, column="n")


@pytest.mark.parametrize(
    "sentences",
    [
        *(Problem, Cure, Kind, Option, NetworkKind, NetworkCure, MeasureKind, MeasureCure, FeedKind, FeedCure, Noted),
        OsmNoted,
    ],
)
def test_every_sentence_of_sources_has_its_swedish(sentences):
    with CATALOGUE.open("rb") as file:
        swedish = {message.id: message.string for message in read_po(file, locale="sv")}
    assert [text.name for text in sentences if not swedish.get(str(text))] == []


def test_a_refusal_says_where_what_and_the_cure():
    error = WrongContent(Problem.NOT_A_NUMBER, Cure.CORRECT_CELL, place=PLACE, found="x7", expected="12")
    with translation.override("sv"):
        said = words.sentence(words.stored(error))
    assert said == (
        "flows.csv, blad Data, rad 7, kolumn n: Värdet är inget tal. Där står: x7. Väntat: 12. Rätta cellen i filen."
    )
    with translation.override("en"):
        said = words.sentence(words.stored(error))
    assert said == (
        "flows.csv, sheet Data, row 7, column n: The value is not a number. Found: x7. Expected: 12. "
        "Correct the cell in the file."
    )


def test_what_a_reader_refuses_is_a_refusal_of_this_app():
    said = r"flows\.csv.*row 7.*The code is missing\."
    with translation.override("en"), pytest.raises(InsightError, match=said), words.told():
        raise WrongContent(Problem.NO_CODE, Cure.CORRECT_CELL, place=PLACE)


def test_an_example_that_begins_with_a_sentence_is_said_in_the_readers_language():
    with translation.override("sv"):
        assert words.example("The time cannot be read. 08:60:00") == "Klockslaget går inte att läsa. 08:60:00"
        assert words.example("The code is missing.") == words.translated("The code is missing.")
        assert words.example("St. Olof. 7") == "St. Olof. 7"
