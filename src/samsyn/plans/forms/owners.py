"""The table of owners as it comes back: a choice a row."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from samsyn.plans.queries.assigning import OwnerChange, Row, Table
from samsyn.plans.queries.choices import NOBODY


class OwnersForm(forms.Form):
    """Each row posts `owner-<key>` and `was-<key>`: the owner chosen, and the one that was shown."""

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def chosen(self, row: Row) -> str:
        """The code chosen for a row, or its owner's."""
        return self.data.get(f"owner-{row.item.key}", row.code)

    def was(self, row: Row) -> str:
        """The code of the owner that the person saw."""
        return self.data.get(f"was-{row.item.key}", row.code)

    def clean(self) -> dict[str, Any]:
        for row in self.table.rows:
            code = self.chosen(row)
            if code and code != self.was(row) and code not in self.table.known:
                self.add_error(None, _("The owner chosen for “%(name)s” is not here.") % {"name": row.item.name})
        return super().clean() or {}

    def changes(self) -> list[OwnerChange]:
        """The rows where another owner was chosen."""
        rows = [(row, self.was(row), self.chosen(row)) for row in self.table.rows]
        return [
            OwnerChange(row.item, was, self.table.known.get(code, NOBODY)) for row, was, code in rows if code != was
        ]
