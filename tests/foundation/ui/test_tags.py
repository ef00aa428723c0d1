from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from samsyn.foundation.ui import icons


def draw(source, address="/", **context):
    request = RequestFactory().get(address)
    with override("sv"):
        return Template("{% load ui %}" + source).render(Context({"request": request} | context))


def test_a_head_sorts_up_and_then_down_and_begins_at_the_first_page():
    tag = '{% sort_header "title" "Titel" %}'
    assert 'href="?q=a&amp;sort=title"' in draw(tag, "/?q=a&page=3")
    ascending = draw(tag, "/?sort=title")
    assert 'href="?sort=-title"' in ascending
    assert 'aria-sort="ascending"' in ascending
    assert 'aria-sort="descending"' in draw(tag, "/?sort=-title")
    assert "aria-sort" not in draw(tag, "/?sort=other")


@pytest.mark.parametrize(("rows", "drawn"), [(0, False), (1, False), (3, False), (21, True)])
def test_pages_show_only_when_there_are_several(rows, drawn):
    page = Paginator(range(rows), 20).get_page(1)
    assert ("<nav" in draw("{% pagination page %}", page=page)) is drawn


def test_pages_keep_the_rest_of_the_address():
    page = Paginator(range(100), 20).get_page(3)
    html = draw("{% pagination page %}", "/?q=v%C3%A4g&page=3", page=page)
    assert 'href="?q=v%C3%A4g&amp;page=2"' in html
    assert "41–60 av 100" in html


def test_progress_is_a_share():
    html = draw('{% progress 0.425 "Läser" "Sidan 5" %}')
    assert 'value="0.4250"' in html
    assert 'aria-label="Läser"' in html
    assert "43\u202f%" in html


def test_dates_numbers_and_empty_ones():
    moment = datetime(2018, 5, 2, 7, 30, tzinfo=UTC)
    assert draw("{{ v|day }}", v=date(2018, 5, 2)) == "2 maj 2018"
    assert draw("{{ v|moment }}", v=moment) == "2 maj 2018 kl. 09.30"
    assert draw("{% when v %}", v=date(2018, 5, 2)) == '<time datetime="2018-05-02">2 maj 2018</time>'
    assert draw("{{ v|sek }}|{{ v|number }}|{{ v|percent }}|{{ v|day }}|{{ v|prose }}", v=None) == "||||"
    assert draw("{{ v|number:1 }}", v=0) == "0,0"


def test_icons_are_silent():
    for name in icons.ICONS:
        assert 'aria-hidden="true"' in icons.icon(name)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_bar_of_states_has_a_number_for_each(count):
    states = ["on_track", "at_risk", "done"][:count]
    html = draw("{% state_bar counts 'Mål' %}", counts=dict.fromkeys(states, 4))
    assert html.count("<li>") == count
