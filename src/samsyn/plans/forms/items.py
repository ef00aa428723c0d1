"""What people type about the plan's own words and order, checked and cleaned."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.foundation.ui.forms import day_field
from samsyn.members.models import Organ
from samsyn.plans import rules
from samsyn.plans.models import Item, ItemKind
from samsyn.plans.queries.choices import Choice, outline_choices

FIRST, LAST = "first", ""


def kinds_under(parent: Item | None) -> list[Choice]:
    """The kinds of items that may stand directly under an item, or directly in the plan."""
    above = ItemKind(parent.kind) if parent else None
    return [(kind.value, str(kind.label)) for kind, allowed in rules.STANDS_UNDER.items() if above in allowed]


class WordsForm(forms.Form):
    """The document's own words."""

    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=20, required=False, help_text=gettext_lazy("As in the document: 2.1.")
    )
    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=500, required=False)
    wording = forms.CharField(
        label=gettext_lazy("Wording"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Word for word as the document has it."),
    )


class RewordForm(WordsForm):
    """`seen` marks the words that were read, so that nobody writes over somebody else's."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class AddForm(WordsForm):
    """A new item."""

    field_order = ("kind", "number", "heading", "wording", "short_title")

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)
    short_title = forms.CharField(
        label=gettext_lazy("Short title"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The office's own name for it, where the wording is long."),
    )

    def __init__(self, *args: Any, parent: Item | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds_under(parent)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not (typed.get("heading") or typed.get("wording")) and "wording" not in self.errors:
            self.add_error("wording", _("An item needs a heading or a wording."))
        return typed


class RetitleForm(forms.Form):
    short_title = forms.CharField(
        label=gettext_lazy("Short title"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Shown in lists instead of the wording. Leave it empty to show the document's words."),
    )


class RetypeForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, initial={"kind": item.kind}, **kwargs)
        self.fields["kind"].choices = kinds_under(item.parent)


class MoveForm(forms.Form):
    """Where an item stands: under what, and after which of those that stand there already."""

    parent = forms.ChoiceField(label=gettext_lazy("Stands under"), required=False)
    after = forms.ChoiceField(label=gettext_lazy("Place there"), required=False)

    def __init__(self, *args: Any, item: Item, siblings: Iterable[Item], inside: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = str(item.parent.key) if item.parent else ""
        self.initial.setdefault("parent", self.now)
        above = rules.STANDS_UNDER[ItemKind(item.kind)]
        kinds = [kind for kind in above if kind is not None]
        itself = [("", _("Directly in the plan"))] if None in above else []
        self.fields["parent"].choices = itself + outline_choices(item.plan, *kinds, without=inside)
        self.fields["after"].choices = [
            (LAST, _("Last")),
            (FIRST, _("First")),
            *((str(one.key), _("After “%(name)s”") % {"name": one.name}) for one in siblings),
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("parent") != self.now and typed.get("after") not in (FIRST, LAST, None):
            self.add_error("after", _("Choose first or last where it moves to; then it can be moved on there."))
        return typed


class MergeForm(forms.Form):
    """Another item of the same kind."""

    into = forms.ChoiceField(label=gettext_lazy("Merge into"))

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "—"), *outline_choices(item.plan, ItemKind(item.kind), without=(item.pk,))]


class SplitForm(forms.Form):
    parts = forms.CharField(
        label=gettext_lazy("Wording"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Put an empty line where a new item begins. No word may be changed here."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_parts(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["parts"].splitlines()]
        return [part for part in "\n".join(lines).split("\n\n") if part.strip()]


class RemoveForm(forms.Form):
    """Asks again where other items stand in it."""

    def __init__(self, *args: Any, inside: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if inside:
            self.fields["with_all_in_it"] = forms.BooleanField(label=_("Remove what stands in it too"), required=False)


class PlanForm(forms.Form):
    """A plan's title, period and deciding organ."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    starts_on = day_field(label=gettext_lazy("From"))
    ends_on = day_field(label=gettext_lazy("To"))
    decided_by = forms.ModelChoiceField(
        label=gettext_lazy("Decided by"),
        queryset=Organ.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not said yet"),
        help_text=gettext_lazy("The organ that adopts the plan."),
    )

    def __init__(self, *args: Any, organs: QuerySet[Organ], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_by"].queryset = organs
