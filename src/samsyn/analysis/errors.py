"""What cannot be computed, as a sentence and the values in it, so that a screen can say it in another language."""

from collections.abc import Sequence

Value = str | float | Sequence[str]
"""A name or code, a `Word`, a number, or several names."""

MOST_NAMED = 5


class Word(str):
    """A word that belongs to the sentence, and is said in the reader's language as the sentence is; no name or code."""


class AnalysisError(ValueError):
    """Why something cannot be computed. `sentence` holds a {name} for each of `values`; the text is in English.

    A sentence without values is whole as it stands, braces and all.
    """

    def __init__(self, sentence: str, **values: Value) -> None:
        self.sentence = sentence
        self.values = values
        said = {name: _said(value) for name, value in values.items()}
        super().__init__(sentence.format_map(said) if said else sentence)


def _said(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        more = f" and {len(value) - MOST_NAMED} more" if len(value) > MOST_NAMED else ""
        return ", ".join(value[:MOST_NAMED]) + more
    return f"{value:,.6g}"
