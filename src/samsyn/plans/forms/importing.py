"""Reading in a document: what is uploaded, how the preview is corrected, and what it is saved as."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.ui.forms import day_field
from samsyn.members.queries import organs
from samsyn.plans import drafting
from samsyn.plans.drafting import Draft, Node
from samsyn.plans.models import ItemKind

DOCUMENTS = (".docx", ".pdf", ".txt", ".md")
EXPORT = ".json"
KIND_CHOICES = [*ItemKind.choices, (drafting.TEXT, _("Text"))]
KINDS_COUNTED = [
    (ItemKind.DIRECTION_GOAL, _("Direction goals")),
    (ItemKind.PRIORITY, _("Priorities of the year")),
    (ItemKind.FOCUS_AREA, _("Focus areas")),
    (ItemKind.GOAL, _("Goals")),
    (ItemKind.ACTIVITY, _("Activities")),
    (drafting.TEXT, _("Text")),
]
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_ACTION = re.compile(r"\A([a-z_]+)(?::(\d{1,9}))?\Z")


class UploadForm(forms.Form):
    """A plan's document, or a plan exported from Samsyn."""

    document = forms.FileField(
        label=_("Document"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ",".join((*DOCUMENTS, EXPORT))}),
    )
    as_copy = forms.BooleanField(
        label=_("Take in an exported plan (.json) as a copy"),
        required=False,
        help_text=_("The copy becomes a draft of its own, without versions and reports."),
    )

    def clean_document(self) -> Any:
        document = self.cleaned_data["document"]
        if PurePath(document.name).suffix.lower() not in (*DOCUMENTS, EXPORT):
            raise forms.ValidationError(
                _("Choose a document saved as DOCX, PDF, TXT or MD, or an exported plan (JSON).")
            )
        return document

    def is_export(self) -> bool:
        """Whether it is a plan exported from Samsyn, rather than a document to read."""
        return PurePath(self.cleaned_data["document"].name).suffix.lower() == EXPORT


class SaveForm(forms.Form):
    """What the plan that is made of an import is called, is for, and is decided by."""

    title = forms.CharField(label=_("The plan's title"), max_length=drafting.LONGEST["title"])
    starts_on = day_field(label=_("From"))
    ends_on = day_field(label=_("To"))
    organ = forms.ModelChoiceField(
        label=_("Deciding organ"),
        queryset=None,
        required=False,
        empty_label=_("Not chosen yet"),
        help_text=_("The organ that is to adopt the plan. It can be chosen later."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs.listed()

    @staticmethod
    def suggested(content: Draft) -> dict[str, Any]:
        """What the document itself says: its title, and the whole years that it is for."""
        first, last = content["year"], content["last_year"] or content["year"]
        return {
            "title": content["title"],
            "starts_on": date(first, 1, 1) if first else None,
            "ends_on": date(last, 12, 31) if last else None,
        }


class CorrectionForm(forms.Form):
    """The preview as it was posted: which revision it was made on, and which button was pressed.

    Every field that differs from the draft is a change of its own, whatever button was pressed, so that nothing typed
    is lost. The button (`do`) is a change after those: ``drop:12``, ``up:12``, ``drop_marked`` and so on.
    """

    revision = forms.IntegerField(min_value=0)
    do = forms.RegexField(_ACTION, required=False)

    def changes(self, content: Draft) -> list[dict[str, Any]]:
        """The changes of `drafting` that lead from the draft to what was posted."""
        return [*self._title(content), *self._differences(content), *self._pressed(content)]

    def part(self) -> int | None:
        """The part whose button was pressed."""
        found = _ACTION.match(self.cleaned_data["do"] or "")
        return int(found[2]) if found and found[2] else None

    def is_undo(self) -> bool:
        return self.cleaned_data["do"] == "undo"

    def _title(self, content: Draft) -> Iterator[dict[str, Any]]:
        title = self._text("title")
        if title is not None and title != content["title"]:
            yield {"do": "edit", "title": title}

    def _differences(self, content: Draft) -> Iterator[dict[str, Any]]:
        for node in content["nodes"]:
            kind = self.data.get(f"kind-{node['id']}", node["kind"])
            if kind != node["kind"]:
                yield {"do": "retype", "node": node["id"], "kind": kind}
            texts = {name: self._text(f"{name}-{node['id']}") for name in ("number", "heading", "wording")}
            edited = {name: text for name, text in texts.items() if text is not None and text != _own(node, name)}
            if edited:
                yield {"do": "edit", "node": node["id"], **edited}
            yield from self._moved(node)

    def _moved(self, node: Node) -> Iterator[dict[str, Any]]:
        parent = self.data.get(f"parent-{node['id']}")
        now = "" if node["parent"] is None else str(node["parent"])
        if parent is not None and parent != now:
            yield {"do": "move", "node": node["id"], "parent": int(parent) if parent.isdecimal() else None}

    def _pressed(self, content: Draft) -> Iterator[dict[str, Any]]:
        verb = (self.cleaned_data["do"] or "").partition(":")[0]
        part = self.part()
        if verb in ("drop_marked", "retype_marked"):
            yield from self._marked(verb, content)
        elif verb in ("up", "down"):
            yield {"do": "shift", "node": part, "step": -1 if verb == "up" else 1}
        elif verb == "split":
            yield from self._split(part, content)
        elif verb:
            yield {"do": verb, "node": part}

    def _marked(self, verb: str, content: Draft) -> Iterator[dict[str, Any]]:
        marked = [int(number) for number in self.data.getlist("marked") if number.isdecimal()]
        if verb == "drop_marked":
            yield from ({"do": "drop", "node": number} for number in drafting.topmost(content, marked))
        else:
            kind = self.data.get("marked_kind", "")
            yield from ({"do": "retype", "node": number, "kind": kind} for number in marked)

    def _split(self, part: int | None, content: Draft) -> Iterator[dict[str, Any]]:
        """A cut at each blank line of what was typed, the last first, so that the places before it stay true."""
        node = next((node for node in content["nodes"] if node["id"] == part), None)
        typed = self._text(f"wording-{part}")
        wording = (typed if typed is not None else node["wording"] if node else "").strip()
        places = [found.end() for found in _BLANK_LINES.finditer(wording)]
        if not places:
            places = [len(wording)]  # which drafting refuses, saying why
        yield from ({"do": "split", "node": part, "at": place} for place in reversed(places))

    def _text(self, name: str) -> str | None:
        text = self.data.get(name)
        return None if text is None else text.replace("\r\n", "\n").strip()


def _own(node: Node, name: str) -> str:
    texts = {"number": node["number"], "heading": node["heading"], "wording": node["wording"]}
    return texts[name].replace("\r\n", "\n").strip()
