"""What is done with priorities, in words that follow who did it: the verbs of the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise

VERBS: Mapping[str, Promise] = {}
