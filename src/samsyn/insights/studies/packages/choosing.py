"""What is asked before packages are chosen: the sum, what counts, what must hold, and what they are tried by."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.insights.studies.accessibility.choosing import names_in
from samsyn.insights.studies.contract import Choices, Words
from samsyn.insights.studies.measures.choosing import MeasuresForm

SAVED, REACHED = "saved", "accessibility"
WITHIN = {"within-30": 0, "within-45": 1, "within-60": 2}
"""The way of counting, and the place of its limit among the limits."""
WAYS: Mapping[str, Words] = {
    SAVED: _("time saved"),
    REACHED: _("jobs within reach, those far away for less"),
    "within-30": _("jobs within 30 minutes"),
    "within-45": _("jobs within 45 minutes"),
    "within-60": _("jobs within 60 minutes"),
}
NO_BALANCE, OF_EFFECT, OF_COST = "none", "effect", "cost"
BALANCES: Mapping[str, Words] = {
    NO_BALANCE: _("nothing: the greatest sum counts"),
    OF_EFFECT: _("what the package does, by where people live"),
    OF_COST: _("what the package costs, by where it is built"),
}
PARTS_OF_BUDGET = (0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0)
"""The budgets that are tried where none are named, as parts of the one that was asked about."""
MOST_BUDGETS, MOST_RUNNERS_UP = 20, 10
MOST_MSEK = 10_000_000


class PackagesForm(MeasuresForm):
    """The budget, what counts, what must hold, and the questions about measures."""

    only_for = {"least": {"balance": (OF_EFFECT, OF_COST)}, "parts": {"balance": (OF_EFFECT, OF_COST)}}
    field_order = (
        *("budget", "counted", "included", "left_out", "excludes", "balance", "least", "parts", "synergies"),
        *("budgets", "runners_up"),
    )

    order = None  # type: ignore[assignment]  # what django takes a question away by
    budget = forms.FloatField(
        label=_("Budget, MSEK"),
        min_value=1,
        max_value=MOST_MSEK,
        initial=10_000,
        help_text=_("What the measures of a package may cost together, in the prices that their costs are in."),
    )
    counted = forms.ChoiceField(
        label=_("The package is to give the most"),
        choices=list(WAYS.items()),
        initial=SAVED,
        help_text=_("The other ways are tried too, to see which measures hold whichever way is counted."),
    )
    included = forms.CharField(
        label=_("Measures that must be in"),
        max_length=400,
        required=False,
        help_text=_("Their keys with a comma between, for example what has been agreed: R1, K2."),
    )
    left_out = forms.CharField(
        label=_("Measures that must not be in"),
        max_length=400,
        required=False,
        help_text=_("Their keys with a comma between. A measure without a cost has to be named here."),
    )
    excludes = forms.CharField(
        label=_("Measures of which at most one may be in"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A line for each set, its keys with a comma between: variants of one thing."),
    )
    balance = forms.ChoiceField(
        label=_("What is balanced between counties or parts"), choices=list(BALANCES.items()), initial=NO_BALANCE
    )
    least = forms.FloatField(
        label=_("The least share of each (per cent)"), min_value=0, max_value=100, initial=5, required=False
    )
    parts = forms.CharField(
        label=_("Counties or parts that have it"),
        max_length=400,
        required=False,
        help_text=_("Their names or codes with a comma between. Empty: every one."),
    )
    synergies = forms.BooleanField(
        label=_("Count what measures do two by two"),
        initial=True,
        required=False,
        help_text=_("Two that do the same thing are then not counted twice. Takes longer with many measures."),
    )
    budgets = forms.CharField(
        label=_("Other budgets to try, MSEK"),
        max_length=400,
        required=False,
        help_text=_("With a comma between: 2000, 5000. Empty: ten, from a fifth to twice the budget."),
    )
    runners_up = forms.IntegerField(
        label=_("Packages that come next"), min_value=0, max_value=MOST_RUNNERS_UP, initial=3, required=False
    )

    def clean_budgets(self) -> list[float]:
        """The budgets that are named, each once, rising."""
        said = names_in(self.cleaned_data["budgets"])
        try:
            amounts = sorted({float(each.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")) for each in said})
        except ValueError:
            raise forms.ValidationError(_("Write whole amounts with a comma between: 2000, 5000.")) from None
        if len(amounts) >= MOST_BUDGETS or any(not 1 <= amount <= MOST_MSEK for amount in amounts):
            raise forms.ValidationError(
                _("Name fewer than %(most)d budgets, each at least 1 MSEK.") % {"most": MOST_BUDGETS}
            )
        return amounts

    def choices(self) -> Choices:
        """The answers, keys and names as lists."""
        cleaned = self.cleaned_data
        budget = cleaned["budget"]
        lines = [names_in(line) for line in cleaned["excludes"].splitlines()]
        tried = cleaned["budgets"] or [round(part * budget, 6) for part in PARTS_OF_BUDGET]
        balanced = cleaned["balance"] != NO_BALANCE
        return cleaned | {
            **{name: names_in(cleaned[name]) for name in ("included", "left_out")},
            "parts": names_in(cleaned["parts"]) if balanced else [],
            "excludes": [keys for keys in lines if keys],
            "least": round((cleaned["least"] or 0) / 100, 6) if balanced else 0,
            "budgets": sorted({*tried, budget}),
            "runners_up": cleaned["runners_up"] or 0,
        }
