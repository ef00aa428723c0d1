"""Why a document could not be read, in words that say what to do."""

from samsyn.plans.documents.messages import ERRORS


class DocumentError(Exception):
    """A document cannot be read. `code` and `params` let the caller translate; `str()` is English."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(ERRORS[code] % params)

    @property
    def template(self) -> str:
        """The translatable sentence, before its parameters are filled in."""
        return ERRORS[self.code]
