"""Numbers and lists of names as sentences hold them, in the reader's language."""

from collections.abc import Sequence

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from samsyn.analysis.errors import AnalysisError, Value, Word
from samsyn.foundation.ui import formats
from samsyn.insights.presentation import Cell, Kind

MOST_NAMED = 5
NOTHING = "–"
"""What stands where a figure is left out."""

Number = int | float


def language() -> str:
    """The reader's language."""
    return get_language() or "sv"


def count(value: Number | None) -> str:
    """A number of persons or things: whole, grouped by thousands."""
    return NOTHING if value is None else formats.number(round(value), language(), 0)


def number(value: Number | None, decimals: int) -> str:
    """A number with so many decimals."""
    return NOTHING if value is None else formats.number(value, language(), decimals)


def share(value: Number | None, decimals: int = 0) -> str:
    """A share from 0 to 1 as per cent. What is neither nothing nor all never looks as if it were."""
    if value is None:
        return NOTHING
    step = 10.0 ** -(decimals + 2)
    if 0 < value < step / 2:
        return pgettext("share", "below %(share)s") % {"share": formats.percent(step, language(), decimals)}
    if 1 - step / 2 < value < 1:
        return pgettext("share", "over %(share)s") % {"share": formats.percent(1 - step, language(), decimals)}
    return formats.percent(value, language(), decimals)


def cell(value: Cell, kind: Kind) -> str:
    """A figure as its kind is written."""
    if value is None or isinstance(value, str):
        return NOTHING if value is None else value
    return {Kind.SHARE: lambda: share(value, 1), Kind.COUNT: lambda: count(value)}.get(
        kind, lambda: formats.number(float(f"{value:.4g}"), language())
    )()


def listed(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """`Aure, Smøla and Heim`; of many, the first and how many more."""
    shown, rest = list(names[:most]), len(names) - most
    if rest > 0:
        more = ngettext("%(number)s more", "%(number)s more", rest) % {"number": count(rest)}
        shown.append(more)
    if len(shown) < 2:
        return "".join(shown)
    return _("%(first)s and %(last)s") % {"first": ", ".join(shown[:-1]), "last": shown[-1]}


def why(error: AnalysisError) -> str:
    """Why something cannot be computed, in the reader's language where its sentence is in the catalogue."""
    said = {name: _value(value) for name, value in error.values.items()}
    return _(error.sentence).format_map(said) if said else _(error.sentence)


def _value(value: Value) -> str:
    if isinstance(value, str):
        return _(value) if isinstance(value, Word) else value
    return listed(value) if isinstance(value, Sequence) else formats.number(float(f"{value:.6g}"), language())


def parts(*sentences: str) -> str:
    """Sentences as one paragraph; empty ones are left out."""
    return " ".join(sentence for sentence in sentences if sentence)
