"""Publishing by machine: what anybody may read, kept as it was last seen, with when it changed and what went.

It is worked out whole and compared, rather than told by each verb: whatever made a thing public or took it back (an
item closed, an organ made private, a person erased), the public's copy follows, and nothing can be forgotten.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from samsyn.foundation.audit import queries as audit
from samsyn.foundation.plain import seal
from samsyn.meetings.models import Publication, PublishedObject
from samsyn.meetings.queries import oparl


def refresh(*, by: Any, at: datetime) -> bool:
    """Publish what has changed since the last time; False where nothing has been done since.

    Cheap where the audit log has no new entry. It is read outside the transaction that writes, so that a meeting that
    votes waits for neither; of two that refresh at once, the one that saw less leaves the other's result alone.
    """
    head = audit.head()
    if Publication.objects.filter(head__gte=head).exists():
        return False
    with translation.override(settings.LANGUAGE_CODE):  # whoever asks, and in whatever language
        found = oparl.everything()
    digests = {name: seal(content) for name, content in found.items()}
    at = at.replace(microsecond=0)  # as harvesters are told it, and ask for it
    with transaction.atomic():
        Publication.objects.get_or_create(pk=1)
        [publication] = list(Publication.objects.select_for_update().filter(pk=1))
        if publication.head >= head:
            return False
        _write(found, digests, at)
        Publication.objects.filter(pk=1).update(head=head)
    return True


def _write(found: dict[tuple[str, str], oparl.Plain], digests: dict[tuple[str, str], str], at: datetime) -> None:
    there = {(row.kind, row.key): row for row in PublishedObject.objects.defer("content")}
    PublishedObject.objects.bulk_create(
        [
            PublishedObject(kind=kind, key=key, content=content, digest=digests[kind, key], created=at, modified=at)
            for (kind, key), content in found.items()
            if (kind, key) not in there
        ],
        batch_size=500,
    )
    for name, row in there.items():
        if name not in found and not row.deleted:
            PublishedObject.objects.filter(pk=row.pk).update(content={}, digest="", deleted=True, modified=at)
        elif name in found and row.digest != digests[name]:
            PublishedObject.objects.filter(pk=row.pk).update(
                content=found[name], digest=digests[name], deleted=False, modified=at
            )
