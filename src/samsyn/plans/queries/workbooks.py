"""A plan as files for the office: JSON that can be imported, XLSX in words, CSV in codes."""

import base64

from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files import queries as files
from samsyn.foundation.files.models import StoredFile
from samsyn.plans.content import PlanContent
from samsyn.plans.exchange import jsonfile, sheets
from samsyn.plans.exchange.references import files_named
from samsyn.plans.models import Effect, FollowUpState, GoodDirection, ItemKind, LinkKind, Plan
from samsyn.plans.queries.export import full_content

_CODES = (ItemKind, FollowUpState, Effect, GoodDirection, LinkKind)
_WORDS = {
    "items": _("Items"),
    "follow_ups": _("Follow-ups"),
    "indicators": _("Indicators"),
    "values": _("Values"),
    "steps": _("Steps"),
    "risks": _("Risks"),
    "contributors": _("Contributors"),
    "documents": _("Documents"),
    "links": _("Links"),
    "key": _("Key"),
    "parent": _("Belongs to"),
    "kind": _("Kind"),
    "number": _("Number"),
    "heading": _("Heading"),
    "wording": _("Wording"),
    "short_title": _("Short title"),
    "owner": _("Owner"),
    "starts_on": _("From"),
    "ends_on": _("To"),
    "budget": _("Budget (SEK)"),
    "outcome": _("Outcome (SEK)"),
    "as_of": _("Up to"),
    "state": _("State"),
    "text": _("Text"),
    "evidence": _("Evidence"),
    "consequence": _("Consequence"),
    "action": _("Action"),
    "effect": _("Effect"),
    "effect_text": _("The effect in words"),
    "internal_note": _("Internal note"),
    "item": _("Item (key)"),
    "item_name": _("Item"),
    "entered_at": _("Entered"),
    "name": _("Name"),
    "unit": _("Unit"),
    "good_direction": _("Good direction"),
    "territory": _("Territory"),
    "source": _("Source"),
    "first_due": _("First due"),
    "every_months": _("Then every (months)"),
    "series": _("Published series"),
    "what": _("What"),
    "on": _("Date"),
    "value": _("Value"),
    "baseline": _("Baseline"),
    "target": _("Target"),
    "due_on": _("Due"),
    "done_on": _("Done"),
    "likelihood": _("Likelihood (1-5)"),
    "response": _("What we do about it"),
    "linked_to": _("Linked to (key)"),
    "who": _("Who"),
    "title": _("Title"),
    "url": _("Address"),
    "file": _("File"),
    "public": _("Public"),
}
"""What sheets and columns are called."""


def export_json(plan: Plan, *, with_files: bool = False) -> bytes:
    """All of the plan in one file, which an import takes back; with the files that it points at, where asked for."""
    content = full_content(plan)
    if with_files:
        content["files"] = _embedded(content)
    return jsonfile.write(content)


def export_xlsx(plan: Plan) -> bytes:
    """A workbook in the language of the screen: items with their latest follow-up, and a sheet for each other noun."""
    # Imported here: it loads openpyxl, which the pages do without.
    from samsyn.plans.exchange import workbook

    codes = {str(value): label for choices in _CODES for value, label in choices.choices}
    words = codes | _WORDS
    return workbook.xlsx_bytes(sheets.sheets(full_content(plan)), lambda code: str(words.get(code, code)))


def export_csv(plan: Plan) -> bytes:
    """The items with their latest follow-up, as CSV."""
    return sheets.csv_bytes(sheets.items_sheet(full_content(plan)))


def _embedded(content: PlanContent) -> dict[str, str]:
    wanted = sorted({ref["sha256"] for ref in files_named(content)})
    rows = {row.sha256: row for row in StoredFile.objects.filter(sha256__in=wanted).order_by("pk")}
    return {sha256: base64.b64encode(files.read(rows[sha256])).decode() for sha256 in wanted}
