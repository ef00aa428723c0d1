"""Papers, found by what their addresses name."""

from uuid import UUID

from samsyn.meetings.models import Paper, PaperVersion


def by_key(key: UUID) -> Paper | None:
    """A paper with its item, its meeting and its organ."""
    return Paper.objects.select_related("item__meeting__organ").filter(key=key).first()


def version(paper: Paper, number: int | None = None) -> PaperVersion | None:
    """A version with its file; the latest where none is asked for."""
    found = paper.versions.select_related("file").order_by("-number")
    return found.first() if number is None else found.filter(number=number).first()
