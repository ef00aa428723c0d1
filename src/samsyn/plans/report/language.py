"""Swedish or English: a report's words, dates and numbers, chosen by parameter and not by who is signed in.

The catalogue is gettext's (`locale/<code>/LC_MESSAGES/report.po`), read as source: it is small, so no build step can
leave a report half translated. A message without a translation is an error, never silently English.
"""

import gettext
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from samsyn.foundation.ui import formats

CATALOGUES = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Language:
    """How one language writes. `tag` is for documents (BCP 47), `locale` for dates and numbers (CLDR)."""

    code: str
    tag: str
    locale: str

    def say(self, message: str, **values: object) -> str:
        """The message in this language, with its `{named}` values filled in."""
        return _catalogue(self.code).gettext(message).format(**values)

    def day(self, on: date) -> str:
        """30 april 2018 / 30 April 2018."""
        return format_date(on, "d MMMM y", locale=self.locale)

    def short_day(self, on: date) -> str:
        """2018-04-30 in both: the form of tables and axes."""
        return on.strftime("%Y-%m-%d")

    def number(self, value: Decimal) -> str:
        """1 234,5 / 1,234.5, as on the pages; never a line break inside."""
        return formats.number(value, self.code)

    def money(self, value: Decimal) -> str:
        """1 250 000 kr / SEK 1,250,000."""
        return self.say("SEK {amount}", amount=self.number(value)).replace(" ", formats.THIN)


SWEDISH = Language("sv", "sv-SE", "sv")
ENGLISH = Language("en", "en-GB", "en_GB")
LANGUAGES = {language.code: language for language in (SWEDISH, ENGLISH)}


class _Complete(gettext.GNUTranslations):
    """A catalogue in which a missing message is an error."""

    def gettext(self, message: str) -> str:
        text: str = self._catalog.get(message, "")  # type: ignore[attr-defined]
        if not text:
            raise LookupError(f"the report's catalogue lacks {message!r}")
        return text


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == ENGLISH.code:
        return gettext.NullTranslations()
    with (CATALOGUES / code / "LC_MESSAGES" / "report.po").open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return _Complete(compiled)
