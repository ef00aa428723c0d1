from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from samsyn.analysis.follow_up import State
from samsyn.plans.report.blocks import Bullets, Charts, Distribution, Heading, ItemCard, Table, Text
from samsyn.plans.report.compose import compose, prose
from samsyn.plans.report.content import Change, Kind, ReportItem
from samsyn.plans.report.language import ENGLISH, LANGUAGES, SWEDISH
from tests.plans.report.drawn import ITEMS, hostile_report, report, small_report


def part(document, title):
    """The blocks from the heading with this text to the next of its level."""
    blocks = list(document.blocks)
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.text == title)
    level = blocks[start].level
    end = next(
        (n for n in range(start + 1, len(blocks)) if isinstance(blocks[n], Heading) and blocks[n].level <= level),
        len(blocks),
    )
    return blocks[start + 1 : end]


def rows(table):
    """A table's cells as text: the text itself, or the word of the state."""
    return [[cell.state.word if cell.state else cell.text for cell in row] for row in table.rows]


def test_the_parts_stand_in_order():
    document = compose(small_report(), SWEDISH)
    parts = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert parts == [
        "Sammanfattning",
        "Läget per område",
        "Förändringar sedan den 31 december 2017",
        "Avvikelser och åtgärder",
        "Kan inte bedömas eller ej bedömt",
        "Indikatorer",
        "Vad som saknas i uppföljningen",
        "Klarmarkerade områden",
        "Bilaga: hela planen",
        "Om rapporten",
    ]


def test_the_cover_says_what_for_whom_and_when():
    cover = compose(small_report(), SWEDISH).cover
    assert (cover.council, cover.title, cover.subtitle) == (
        "Storregionala rådet",
        "Uppföljning av Verksamhetsplan 2018",
        "Per den 30 april 2018",
    )
    assert dict(cover.facts) == {
        "Mottagare": "Styrelsen",
        "Planperiod": "1 januari 2018 till 31 december 2018",
        "Rapport nummer": "1",
        "Fastställd": "14 maj 2018",
        "Fastställd av": "Maja Lund",
    }


def test_summary_keeps_paragraphs_and_bullets():
    assert prose("Ett.\n\n\nTvå:\n- a\n- b\nTre.") == [
        Text("Ett."),
        Text("Två:"),
        Bullets(("a", "b")),
        Text("Tre."),
    ]
    assert prose("  \n ") == []


def test_goals_and_activities_are_counted_apart_with_zero_columns_left_out():
    document = compose(small_report(), SWEDISH)
    goals, activities = (block for block in document.blocks if isinstance(block, Distribution))
    assert [(share.shown.word, share.count) for share in goals.shares] == [
        ("Enligt plan", 1),
        ("Kan inte bedömas", 1),
        ("Ej bedömt", 1),
    ]
    assert activities.alt == "Aktiviteter: Risk för avvikelse 1, Avviker från plan 1, Genomfört 1, Ej bedömt 1"
    tables = [block for block in part(document, "Läget per område") if isinstance(block, Table)]
    assert [column.title for column in tables[0].columns] == [
        "Område",
        "Enligt plan",
        "Kan inte bedömas",
        "Ej bedömt",
        "Alla",
    ]
    assert rows(tables[0])[0] == ["2 Infrastruktur och transporter", "1", "1", "1", "3"]
    assert [row[0].indent for row in tables[0].rows] == [0, 1, 1]


def test_changes_are_told_from_and_to():
    (table,) = part(compose(small_report(), SWEDISH), "Förändringar sedan den 31 december 2017")
    assert rows(table) == [
        ["Ta fram en gemensam systemanalys", "Enligt plan", "Risk för avvikelse"],
        ["Samla lärosätena till två rundabordssamtal", "Enligt plan", "Genomfört"],
    ]
    assert table.rows[0][0].small == "2.1 En bättre sits"


def test_what_is_off_track_comes_before_what_is_at_risk_with_its_action():
    cards = part(compose(small_report(), SWEDISH), "Avvikelser och åtgärder")
    assert [card.shown.state for card in cards] == [State.OFF_TRACK, State.AT_RISK]
    assert dict(cards[0].fields) == {
        "Vad som har hänt": "Upphandlingen avbröts eftersom inget anbud uppfyllde kraven.",
        "Konsekvens": "Kartläggningen blir tidigast klar våren 2019.",
        "Åtgärd": "Ny upphandling i juni med delat uppdrag.",
    }
    assert cards[0].meta == "Aktivitet · 2.2 Storregional godsstrategi · Ansvarig: Petra Ek"


def test_everything_without_an_assessment_has_its_reason():
    (table,) = part(compose(small_report(), SWEDISH), "Kan inte bedömas eller ej bedömt")
    assert [row[1:] for row in rows(table)] == [
        ["Kan inte bedömas", "Statistiken har bytt metod mellan åren och kan inte jämföras bakåt."],
        [
            "Ej bedömt",
            (
                "En indikator är inaktuell. Den ansvarigas bedömning: Enligt plan. "
                "(Kollektivtrafikens andel av de motoriserade resorna)"
            ),
        ],
        ["Ej bedömt", "Inget har rapporterats i denna uppföljning."],
    ]


def test_indicators_say_in_words_what_they_show():
    block = part(compose(small_report(), SWEDISH), "Indikatorer")[0]
    assert isinstance(block, Charts)
    travel, share, freight = block.charts
    assert travel.facts[:2] == (
        "Senast 66,5 (2017-12-31), bättre än förut.",
        "Målvärde 60 (2020-12-31), ej nått. Lägre är bättre.",
    )
    assert "Utgångsläge: 2014-12-31 71." in travel.alt
    assert "2015-12-31 70,5; 2016-12-31 69; 2017-12-31 66,5" in travel.alt
    assert share.warning == "Inaktuell: ett nytt värde skulle ha lämnats den 31 mars 2018."
    assert freight.svg == ""
    assert freight.facts[0] == "Inget värde ännu."
    assert freight.warning.startswith("Aldrig mätt")


def test_the_appendix_has_every_item_once_in_order():
    blocks = part(compose(small_report(), SWEDISH), "Bilaga: hela planen")
    titles = [b.title if isinstance(b, ItemCard) else b.text for b in blocks if isinstance(b, ItemCard | Heading)]
    assert titles == [f"{item.number} {item.name}".strip() for item in ITEMS]


def test_the_appendix_tells_all_that_was_said():
    cards = [b for b in part(compose(small_report(), SWEDISH), "Bilaga: hela planen") if isinstance(b, ItemCard)]
    (card,) = [card for card in cards if card.title == "Ta fram en gemensam systemanalys"]
    assert dict(card.fields) == {
        "Medverkande": "Region Mitt, Trafikgruppen",
        "Ekonomi": "Budget 1\u202f250\u202f000\u202fkr, Utfall 310\u202f500\u202fkr",
        "Vad som har hänt": "Fem av sju länsunderlag är klara. Två län har inte kunnat lämna sina underlag i tid.",
        "Underlag": "Projektplan, avstämning 20 april.",
        "Konsekvens": "Remissen kan inte gå ut före sommaren, och beslutet i december är hotat.",
        "Åtgärd": "Kansliet lånar ut en utredare till de två länen i maj. Avstämning i arbetsutskottet 7 juni.",
        "Effekt": "För tidigt att se. Effekten kan bedömas tidigast efter beslutet.",
        "Bedömt av": "Maja Lund, 24 april 2018",
    }
    assert card.meta == "Aktivitet · Ansvarig: Erik Norén · 15 januari 2018 till 30 november 2018"


def test_a_short_wording_is_the_title_and_a_long_one_stands_below():
    short = ReportItem("s", Kind.GOAL, "Fler tåg i rätt …", wording="Fler tåg i rätt tid.", state=State.DONE)
    long = ReportItem("l", Kind.GOAL, "Fler", wording="Fler " + "ord " * 60, state=State.DONE)
    cards = [
        b for b in part(compose(report(items=(short, long)), SWEDISH), "Bilaga: hela planen") if isinstance(b, ItemCard)
    ]
    assert [(card.title, card.wording == "") for card in cards] == [("Fler tåg i rätt tid.", True), ("Fler", False)]
    assert cards[1].wording == long.wording


def test_heading_levels_never_skip():
    chain = [ReportItem("0", Kind.FOCUS_AREA, "0")]
    for n in range(1, 9):
        chain.append(ReportItem(str(n), Kind.FOCUS_AREA, str(n), parent=str(n - 1)))
    for content in (report(items=tuple(chain)), small_report(), hostile_report()):
        levels = [b.level for b in compose(content, ENGLISH).blocks if isinstance(b, Heading | ItemCard)]
        assert levels[0] == 1
        assert max(levels) <= 6
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_an_empty_report_says_so_everywhere():
    document = compose(report(), SWEDISH)
    said = [block.text for block in document.blocks if isinstance(block, Text)]
    assert said[:-1] == [
        "Ingen sammanfattning har skrivits.",
        "Det finns inget att räkna: inget område har mål eller aktiviteter.",
        "Detta är den första uppföljningen av planen.",
        "Inget mål och ingen aktivitet bedöms avvika från planen eller riskera att göra det.",
        "Alla mål och aktiviteter har bedömts.",
        "Planen har ännu inga indikatorer.",
        "Inga.",
        "Inga.",
        "Inga.",
        "Inget område klarmarkerades innan rapporten fastställdes.",
        "Planen är tom.",
    ]


def test_a_round_without_changes_says_so():
    content = report(previous_as_of=date(2017, 12, 31))
    (text,) = part(compose(content, ENGLISH), "Changes since 31 December 2017")
    assert text.text == "No goal and no activity shows another state than on 31 December 2017."


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
@pytest.mark.parametrize("content", [report(), small_report(), hostile_report()], ids=["empty", "small", "hostile"])
def test_every_report_can_be_made_in_every_language(content, language):
    document = compose(content, language)
    assert document.tag == language.tag
    assert document.blocks[-1].checksum == content.sha256()


def test_every_state_has_a_column_when_it_occurs():
    items = tuple(ReportItem(state.value, Kind.GOAL, state.value, state=state) for state in State)
    document = compose(report(items=items, changes=(Change("done", State.ON_TRACK, State.DONE),)), ENGLISH)
    goals = next(block for block in document.blocks if isinstance(block, Distribution))
    assert len(goals.shares) == len(State)
    assert goals.title == "Goals: 9"


def test_a_budget_without_outcome_is_told_alone():
    item = replace(ITEMS[6], parent="", outcome=None, budget=Decimal(0))
    cards = [b for b in compose(report(items=(item,)), ENGLISH).blocks if isinstance(b, ItemCard)]
    assert dict(cards[-1].fields)["Money"] == "Budget SEK\u202f0"
