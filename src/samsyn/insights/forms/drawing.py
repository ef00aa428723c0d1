"""A measure that is drawn in a network: its changes one by one, and what it costs and where it is kept."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.analysis.networks.tables import Mode
from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.queries import datasets, links, nodes
from samsyn.insights.reading.words import MODES
from samsyn.sources.measures.records import Candidate, ChangeRow, Facts, What

EARLIEST, LATEST = 1900, 2200
MOST_CHANGES = 100
NEW, TIME, CLOSED = "new", "time", "closed"
ASKED = (
    (NEW, gettext_lazy("A new link")),
    (TIME, gettext_lazy("Another time on a link")),
    (CLOSED, gettext_lazy("A link that is closed")),
)
ONLY_FOR = {
    "start": "what:new",
    "end": "what:new",
    "mode": "what:new",
    "km": "what:new",
    "link": "what:time closed",
    "minutes": "what:new time",
    "speed": "what:new time",
}
"""Which answers a question follows from; others are hidden where script runs."""
HOUR = 60
ROW = 2
"""Of a table, in which the first row holds headings: where a change that stands in no table is said to stand."""


class ChangeForm(forms.Form):
    """One change: a new link between two nodes, another time on one that is there, or one that is closed."""

    what = forms.ChoiceField(label=gettext_lazy("What is done"), choices=ASKED, initial=NEW)
    start = forms.CharField(label=gettext_lazy("From node"), max_length=200, required=False)
    end = forms.CharField(label=gettext_lazy("To node"), max_length=200, required=False)
    link = forms.CharField(label=gettext_lazy("Link that is changed"), max_length=400, required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("Moves by"),
        choices=[(mode, words) for mode, words in MODES.items() if mode != "connector"],
        required=False,
        initial="rail",
    )
    km = forms.FloatField(
        label=gettext_lazy("Length in kilometres"),
        min_value=0,
        required=False,
        help_text=gettext_lazy("Empty: as the crow flies."),
    )
    minutes = forms.FloatField(label=gettext_lazy("Minutes afterwards"), min_value=0, required=False)
    speed = forms.FloatField(label=gettext_lazy("Or kilometres an hour"), min_value=1, max_value=1000, required=False)
    both_ways = forms.BooleanField(label=gettext_lazy("The way back too"), required=False, initial=True)

    def __init__(self, network: Snapshot, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.network = network
        for name, when in ONLY_FOR.items():
            self.fields[name].widget.attrs["data-only-for"] = when
        for name, among in (("start", "nodes"), ("end", "nodes"), ("link", "links")):
            self.fields[name].widget.attrs |= {"list": among, "autocomplete": "off"}

    @property
    def is_touched(self) -> bool:
        """Is a link or a node named?"""
        return any(self.data.get(name, "").strip() for name in ("start", "end", "link"))

    def clean(self) -> dict[str, Any]:
        """Filled in from the network: the length from where nodes lie, minutes from length and speed."""
        given = super().clean() or {}
        if given.get("what") == NEW:
            self._clean_new(given)
        elif given.get("what"):
            self._clean_changed(given)
        return given

    def row(self) -> ChangeRow:
        """The change as a row of a table of measures has it."""
        given = self.cleaned_data
        minutes, km = (math.nan if given.get(name) is None else given[name] for name in ("minutes", "km"))
        if given["what"] == NEW:
            ends = (given["start"], given["end"])
            return ChangeRow(ROW, What.NEW, "", *ends, given["both_ways"], minutes, km, Mode(given["mode"]))
        what = What.CLOSED
        if given["what"] == TIME:
            what = What.FASTER if minutes < given["before"] else What.SLOWER
        return ChangeRow(ROW, what, given["link"], "", "", given["both_ways"], minutes, math.nan, None)

    def stored(self) -> str:
        """What was said, to be sent along with what is said next."""
        said = QueryDict(mutable=True)
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        said.update({name: str(value) for name, value in given.items() if value is not None and value is not False})
        return said.urlencode()

    def _clean_new(self, given: dict[str, Any]) -> None:
        for end in ("start", "end"):
            if not nodes.is_there(self.network, given.get(end, "")):
                text = _("The network has no node “%(node)s”. Choose one of the list, or on the map.")
                self.add_error(end, text % {"node": given.get(end, "")})
        if given.get("km") is None and not self.errors:
            given["km"] = nodes.straight_km(self.network, given["start"], given["end"])
            if given["km"] is None:
                self.add_error("km", _("Say how long it is: it is not known where the nodes lie."))
        given["mode"] = given.get("mode") or "rail"
        self._clean_time(given, given.get("km"))

    def _clean_changed(self, given: dict[str, Any]) -> None:
        link = links.by_code(self.network, given.get("link", ""))
        if link is None:
            text = _("The network has no link “%(link)s”. Choose one of the list, or on the map.")
            self.add_error("link", text % {"link": given.get("link", "")})
            return
        if given["what"] == CLOSED:
            given |= {"minutes": None, "speed": None}
            return
        given["before"] = link.minutes
        self._clean_time(given, link.km)
        if given.get("minutes") == link.minutes:
            text = _("The link takes %(minutes)g minutes already. Say another time.")
            self.add_error("minutes", text % {"minutes": link.minutes})

    def _clean_time(self, given: dict[str, Any], km: float | None) -> None:
        """Minutes, or the speed that they follow from."""
        minutes, speed = given.get("minutes"), given.get("speed")
        if (minutes is None) == (speed is None):
            self.add_error("minutes", _("Say either how many minutes it takes, or how fast one travels."))
        elif speed is not None and km is not None:
            given |= {"minutes": round(HOUR * km / speed, 2), "speed": None}


class FactsForm(forms.Form):
    """What is said of the measure as a whole, and the data set that it is kept in."""

    name = forms.CharField(label=gettext_lazy("Name of the measure"), max_length=200)
    cost = forms.FloatField(label=gettext_lazy("Cost, MSEK"), min_value=0, required=False)
    price_year = forms.IntegerField(
        label=gettext_lazy("Year of the prices"), min_value=EARLIEST, max_value=LATEST, required=False
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year that it can be ready"), min_value=EARLIEST, max_value=LATEST, required=False
    )
    owner = forms.CharField(label=gettext_lazy("Who asks for it"), max_length=200, required=False)
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=1000, required=False)
    into = forms.ModelChoiceField(
        label=gettext_lazy("Kept in"),
        queryset=None,
        to_field_name="key",
        required=False,
        empty_label=gettext_lazy("A new data set"),
        help_text=gettext_lazy("It becomes the next snapshot; the earlier ones stay as they are."),
    )
    title = forms.CharField(label=gettext_lazy("Title of the new data set"), max_length=200, required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["into"].queryset = datasets.every().filter(kind=DatasetKind.MEASURES)

    def clean(self) -> dict[str, Any]:
        """Either a data set or a title."""
        given = super().clean() or {}
        if not given.get("into") and not given.get("title"):
            self.add_error("title", _("Give the new data set a title, or choose one that is here."))
        return given

    def facts(self) -> Facts:
        """As a table of measures has them."""
        said = self.cleaned_data
        years = (said["price_year"] or 0, said["year"] or 0)
        return Facts(said["name"], said["cost"], *years, said["owner"], said["note"])


class Drawing:
    """A measure in hand: the changes that stand, the one that is being said, and what is said of the whole."""

    def __init__(self, network: Snapshot, said: QueryDict, link: str = "") -> None:
        self.network = network
        self.said = said
        before = (ChangeForm(network, QueryDict(text)) for text in said.getlist("done")[:MOST_CHANGES])
        self.changes = [change for change in before if change.is_valid()]
        self.change = ChangeForm(network, initial={"what": TIME, "link": link} if link else None)
        self.facts = FactsForm(initial=said.dict())

    def act(self) -> bool:
        """Do what the pressed button says; whether the measure is ready to be kept."""
        do, _dash, number = self.said.get("do", "").partition("-")
        if do in ("edit", "remove"):
            self._take_out(number, edit=do == "edit")
            return False
        is_kept, said = do == "keep", ChangeForm(self.network, self.said)
        if said.is_touched or not is_kept:
            self._put(said)
        if is_kept:
            self.facts = FactsForm(self.said)
        return is_kept and not self.errors

    def rows(self) -> Sequence[ChangeRow]:
        """The changes that stand."""
        return [change.row() for change in self.changes]

    @property
    def errors(self) -> bool:
        """Is something to be corrected?"""
        return bool((self.change.is_bound and self.change.errors) or self.facts.errors)

    def numbered(self) -> Iterator[tuple[int, ChangeForm]]:
        """The changes with their numbers, for buttons."""
        return enumerate(self.changes)

    def _put(self, said: ChangeForm) -> None:
        """What is said joins the changes that stand, where all can be carried out together; else it waits."""
        self.change = said
        if not said.is_valid():
            return
        together = Candidate("new", Facts(), tuple(change.row() for change in (*self.changes, said)))
        if why := links.why_not(self.network, together):
            said.add_error(None, _("This cannot be done in the network: %(why)s") % {"why": why})
            return
        self.changes.append(said)
        self.change = ChangeForm(self.network, initial={"what": said.cleaned_data["what"]})

    def _take_out(self, number: str, *, edit: bool) -> None:
        if not number.isdecimal() or int(number) >= len(self.changes):
            return
        taken = self.changes.pop(int(number))
        self.change = ChangeForm(self.network, initial=taken.cleaned_data if edit else None)
