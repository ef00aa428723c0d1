"""The pages of methods: for everybody, in the reader's language, with a way to the other."""

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.queries import methods
from tests import factories as make
from tests.insights.views.markup import faults

pytestmark = pytest.mark.django_db
PAGE = reverse("insights:method", args=["functional-regions"])


def test_a_method_is_told_in_the_language_of_the_site_to_whoever_comes(client):
    html = client.get(PAGE).content.decode()
    assert '<span lang="sv">Funktionella regioner: tre regler' in html
    assert "<h2>Den svenska regeln: lokala arbetsmarknader</h2>" in html
    assert 'href="?text=en" hreflang="en" lang="en">English</a>' in html
    assert faults(html) == []


def test_a_reader_of_english_gets_english_and_may_turn_to_swedish(client):
    client.force_login(make.user(Role.ANALYST, language="en"))
    html = client.get(PAGE).content.decode()
    assert '<span lang="en">Functional regions: three rules' in html
    assert 'href="?text=sv"' in html
    other = client.get(PAGE, {"text": "sv"}).content.decode()
    assert '<div class="method" lang="sv">' in other
    assert "How the figures are made" in other, "the page around it stays in the reader's language"


def test_a_page_that_is_in_english_only_says_so_to_the_machine(client):
    html = client.get(reverse("insights:method", args=["plan-exchange-format"]), {"text": "sv"}).content.decode()
    assert '<div class="method" lang="en">' in html
    assert 'href="?text=' not in html


def test_a_language_that_is_not_ours_is_passed_over(client):
    assert '<div class="method" lang="sv">' in client.get(PAGE, {"text": "../sv"}).content.decode()


def test_pages_are_found_by_their_own_name_alone():
    assert methods.page("suppression", "sv").others == ("en",)
    with pytest.raises(methods.NoSuchMethod):
        methods.page("sv", "sv")
