from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.translation import override

from samsyn.foundation.ui.forms import active_filters


class Sample(forms.Form):
    title = forms.CharField(label="Titel", help_text="Kort.")
    note = forms.CharField(label="Not", required=False)
    kind = forms.ChoiceField(label="Slag", choices=[("a", "Mål"), ("b", "Aktivitet")], widget=forms.RadioSelect)
    shown = forms.BooleanField(label="Visas", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)


class Filters(forms.Form):
    state = forms.MultipleChoiceField(label="Läge", choices=[("done", "Klart"), ("late", "Sent")], required=False)
    owner = forms.CharField(label="Ansvarig", required=False)
    mine = forms.BooleanField(label="Mina", required=False)


def test_a_field_ties_its_label_help_and_error_together():
    html = str(Sample({"title": ""})["title"].as_field_group())
    assert '<label for="id_title">' in html
    assert 'id="id_title_helptext"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_the_summary_links_to_every_field_that_is_wrong():
    with override("sv"):
        html = str(Sample({"title": "", "kind": "x"}))
    summary = html.partition("</ul>")[0]
    assert 'role="alert"' in summary
    assert 'href="#id_title"' in summary
    assert 'href="#id_kind_0"' in summary
    assert 'id="id_kind_0"' in html
    assert "secret: " in summary.lower()
    assert 'href="#id_secret"' not in summary


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in str(Sample())


def test_only_what_is_optional_says_so():
    with override("sv"):
        form = Sample()
        assert "(valfritt)" in form["note"].as_field_group()
        assert "(valfritt)" not in form["title"].as_field_group()


def test_groups_of_choices_are_fieldsets_and_check_boxes_stand_before_their_words():
    form = Sample()
    assert "<fieldset" in form["kind"].as_field_group()
    assert "<legend>" in form["kind"].as_field_group()
    box = str(form["shown"].as_field_group())
    assert box.index("<input") < box.index("<label")


def test_a_list_to_choose_from_is_what_django_draws():
    class Chosen(forms.Form):
        of = forms.ChoiceField(
            choices=[("", "–"), ("<a>", "A & B"), ("Group", [("c", "C"), ("d", "D")])], required=False
        )

    def parts(html: str) -> list[str]:
        return html.replace("><", ">\n<").split()

    form = Chosen({"of": "c"})
    assert '<option value="c" selected>C</option>' in str(form["of"])
    assert parts(str(form["of"])) == parts(str(Chosen({"of": "c"}, renderer=DjangoTemplates())["of"]))


def test_words_in_errors_are_escaped():
    form = Sample({"title": "x", "kind": "<script>", "secret": "1"})
    assert "<script>" not in str(form)


def test_filters_in_use_become_chips_that_remove_themselves():
    query = QueryDict("state=done&state=late&owner=&mine=on&page=3&sort=title")
    with override("sv"):
        assert active_filters(Filters(query), query) == [
            ("Läge", "Klart", "?state=late&owner=&mine=on&sort=title"),
            ("Läge", "Sent", "?state=done&owner=&mine=on&sort=title"),
            ("Mina", "ja", "?state=done&state=late&owner=&sort=title"),
        ]
