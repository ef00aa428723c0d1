"""What one cell says: a code, or a number. Codes are text; zeros come back by a stated width only."""

import math
import re

from samsyn.sources.errors import ChoiceNeeded, Place, WrongContent
from samsyn.sources.problems import Cure, Problem

Cell = str | int | float | None
"""What stands in a cell: text from CSV, also numbers from XLSX, Parquet and JSON."""

MISSING = frozenset({"", ".", "..", "...", "-", "–", ":", "x", "na", "n/a", "nan", "null", "c"})
"""Signs that statistics offices put where there is no figure. A dash means zero at some: the user decides, not we."""

LONGEST_CODE = 64
LARGEST_NUMBERED = 10**15
SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))
PLAIN = re.compile(r"[+-]?\d{1,15}", re.ASCII)
NUMBER = re.compile(
    r"[+-]?(\d+|\d{1,3}([ \u00a0\u202f\u2009]\d{3})+)([.,]\d+)?(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE
)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
SPREADSHEET_ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!"})


class Numbers:
    """Reads numbers of one table, in which the decimal sign is the same everywhere."""

    def __init__(self, decimal: str | None) -> None:
        self.decimal = decimal
        self._known: dict[str, float] = {}

    def read(self, cell: Cell, place: Place) -> float:
        """The number; NaN where the source says that it has none."""
        if isinstance(cell, str):
            value = self._known.get(cell)
            if value is None:
                value = self._known[cell] = self._text(cell.strip(), place)
            return value
        if cell is None:
            return math.nan
        return finite(cell, place)

    def _text(self, text: str, place: Place) -> float:
        if PLAIN.fullmatch(text):
            return float(text)
        if text.lower() in MISSING:
            return math.nan
        if text.upper() in SPREADSHEET_ERRORS:
            raise WrongContent(Problem.FORMULA_ERROR, Cure.CORRECT_CELL, place=place, found=text)
        text = text.replace("\N{MINUS SIGN}", "-")
        if not NUMBER.fullmatch(text):
            raise WrongContent(Problem.NOT_A_NUMBER, Cure.CORRECT_CELL, place=place, found=text)
        self._settle(text, place)
        return finite(float(text.translate(SPACES).replace(",", ".")), place, found=text)

    def _settle(self, text: str, place: Place) -> None:
        sign = next((sign for sign in ",." if sign in text), None)
        if sign is None or sign == self.decimal:
            return
        if self.decimal is not None:
            raise WrongContent(Problem.MIXED_DECIMALS, Cure.SAY_DECIMAL, place=place, found=text, expected=self.decimal)
        if THOUSANDS.fullmatch(text):
            raise ChoiceNeeded(Problem.AMBIGUOUS_NUMBER, Cure.SAY_DECIMAL, place=place, found=text)
        self.decimal = sign


def finite(value: float, place: Place, found: object = None) -> float:
    """The number as a float: NaN is missing, infinity is refused."""
    if isinstance(value, bool):
        raise WrongContent(Problem.NOT_A_NUMBER, Cure.CORRECT_CELL, place=place, found=value)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if math.isinf(number):
        shown = value if found is None else found
        raise WrongContent(Problem.NOT_FINITE, Cure.CORRECT_CELL, place=place, found=str(shown)[:40])
    return number


class Codes:
    """Reads the codes of one table and counts those that were given leading zeros.

    width    how many digits a code has; 0: numbers stand as they are; None: not said, and a number is refused
    first_word    the cell holds code and name ("0114 Upplands Väsby"): the first word is the code
    """

    def __init__(self, width: int | None = None, *, first_word: bool = False) -> None:
        self.width = width
        self.first_word = first_word
        self._padded: set[str] = set()
        self._known: dict[str, str] = {}

    def read(self, cell: Cell, place: Place) -> str:
        """The code as text."""
        code = self._known.get(cell) if isinstance(cell, str) else None
        if code is None:
            code = self._code(cell, place)
            if isinstance(cell, str):
                self._known[cell] = code
        return code

    @property
    def padded(self) -> int:
        """How many different codes were given leading zeros."""
        return len(self._padded)

    def _bare(self, cell: str | None) -> str:
        text = (cell or "").strip()
        return text.split(None, 1)[0] if self.first_word and text else text

    def _code(self, cell: Cell, place: Place) -> str:
        text = self._bare(cell) if cell is None or isinstance(cell, str) else self._numbered(cell, place)
        if not text:
            raise WrongContent(Problem.NO_CODE, Cure.CORRECT_CELL, place=place)
        if len(text) > LONGEST_CODE or not text.isprintable():
            raise WrongContent(Problem.BAD_CODE, Cure.CORRECT_CELL, place=place, found=text)
        if self.width and text.isascii() and text.isdigit():
            if len(text) > self.width:
                raise WrongContent(
                    Problem.CODE_TOO_LONG, Cure.SAY_WIDTH, place=place, found=text, expected=str(self.width)
                )
            if len(text) < self.width:
                text = text.zfill(self.width)
                self._padded.add(text)
        return text

    def _numbered(self, cell: float, place: Place) -> str:
        whole = cell.is_integer() if isinstance(cell, float) else not isinstance(cell, bool)
        if not whole or not 0 <= cell <= LARGEST_NUMBERED:
            raise WrongContent(Problem.BAD_CODE, Cure.CORRECT_CELL, place=place, found=str(cell)[:40])
        if self.width is None:
            raise ChoiceNeeded(Problem.CODE_IS_NUMBER, Cure.SAY_WIDTH, place=place, found=int(cell))
        return str(int(cell))
