"""Saying how a goal or an activity stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.follow_up import GREEN
from samsyn.plans.models import Effect, FollowUp, FollowUpState, Item, ItemKind
from samsyn.plans.models.rounds import STATES_THAT_NEED_ACTION

WORDS = ("text", "evidence", "consequence", "action", "effect_text")
LONGEST = 10_000


def _text(label, help_text, *, rows: int = 3, required: bool = False) -> forms.CharField:
    # The placeholder lets the style sheet see whether anything is written (`:placeholder-shown`).
    box = forms.Textarea(attrs={"rows": rows, "placeholder": " "})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=LONGEST, widget=box)


class FollowUpForm(forms.Form):
    """One entry. What a state demands is said in words beside it and checked here, field by field."""

    state = forms.ChoiceField(label=_("How does it stand?"), choices=FollowUpState.choices, widget=forms.RadioSelect)
    text = _text(
        _("What has happened?"),
        _("A few sentences for the board. If it cannot be assessed, say why."),
        rows=5,
        required=True,
    )
    consequence = _text(_("Consequence"), _("What it leads to if nothing is done. Required at risk and off track."))
    action = _text(_("Action"), _("What is done about it, by whom and until when. Required at risk and off track."))
    evidence = _text(_("Evidence"), _("What you build this on: figures, a report, a decision, a link."), rows=2)
    effect = forms.ChoiceField(
        label=_("Which effect has been seen?"),
        choices=[("", _("Nothing said")), *Effect.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("That an activity is done and that it has had an effect are two things."),
    )
    effect_text = _text(_("The effect in words"), _("Required if the effect cannot be assessed: say why."), rows=2)
    seen = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args, item: Item, **kwargs):
        super().__init__(*args, **kwargs)
        if item.kind != ItemKind.ACTIVITY:
            del self.fields["effect"], self.fields["effect_text"]

    @property
    def green(self) -> list[str]:
        """The states that stale indicators contradict."""
        return [str(state) for state in GREEN]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("state") in STATES_THAT_NEED_ACTION:
            for name in ("consequence", "action"):
                if name not in self.errors and not said.get(name):
                    self.add_error(name, _("Required for what is at risk or off track."))
        if said.get("effect") == Effect.CANNOT_BE_ASSESSED and not said.get("effect_text"):
            self.add_error("effect_text", _("Say why the effect cannot be assessed."))
        return said


def words_of(entry: FollowUp | None) -> dict[str, str]:
    """The texts of an entry, to begin the next from; how it stands is chosen anew."""
    return {name: getattr(entry, name) for name in WORDS} if entry else {}


def everything_of(entry: FollowUp) -> dict[str, str]:
    """An entry, to correct by another."""
    return words_of(entry) | {"state": entry.state, "effect": entry.effect}
