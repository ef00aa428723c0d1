"""What is wrong with a file that should hold a plan: the place in it, what was found there, what was expected."""


def _(template: str) -> str:
    return template


EXPECTED: dict[str, str] = {
    "not_json": _("This is not a JSON file (line %(line)s, column %(column)s). Choose a file made by the export."),
    "not_text": _("This is not a text file in UTF-8. Choose a file made by the export."),
    "not_a_plan": _("This is not an exported plan: “format” is not “samsyn.plan”. Choose a file made by the export."),
    "newer": _(
        "This file was written by a newer version of Samsyn (format %(found)s; this one reads up to %(known)s). "
        "Upgrade Samsyn, or export the plan from an installation of this version."
    ),
    "type": _("%(path)s: expected %(expected)s, found %(found)s."),
    "unknown": _("%(path)s: this field is not part of the format. Correct its name, or remove it."),
    "missing": _("%(path)s: this field is missing. Every field stands in the file, with null where there is nothing."),
    "choice": _("%(path)s: found %(found)s, expected one of: %(expected)s."),
    "key": _("%(path)s: expected a key such as 8a6e0804-2bd0-4672-b79d-d97027f9071a, found %(found)s."),
    "day": _("%(path)s: expected a day such as 2018-04-30, found %(found)s."),
    "moment": _("%(path)s: expected a moment with its time zone such as 2018-04-30T09:00:00+00:00, found %(found)s."),
    "sha256": _("%(path)s: expected a SHA-256 in 64 small hexadecimal digits, found %(found)s."),
    "code": _("%(path)s: expected a code of letters a-z, digits, hyphens and underscores, found %(found)s."),
    "length": _("%(path)s: expected at most %(expected)s characters, found %(found)s."),
    "characters": _("%(path)s: the text holds a character that cannot be stored (number %(found)s). Remove it."),
    "decimal": _('%(path)s: expected a number written as text, such as "1250.5", found %(found)s.'),
    "digits": _("%(path)s: expected a number of at most %(expected)s digits, found %(found)s."),
    "least": _("%(path)s: expected at least %(expected)s, found %(found)s."),
    "most": _("%(path)s: expected at most %(expected)s, found %(found)s."),
    "twice": _("%(path)s: %(found)s stands twice."),
    "unknown_key": _("%(path)s: nothing in the file has the key %(found)s."),
    "parent_first": _("%(path)s: the parent %(found)s does not stand before the item."),
    "stands_under": _("%(path)s: an item of the kind %(found)s cannot stand there."),
    "exactly_one": _("%(path)s: expected exactly one of %(expected)s to be filled in."),
    "end_before_start": _("%(path)s: the end %(found)s comes before the start %(expected)s."),
    "both": _("%(path)s: needs %(expected)s too."),
    "empty": _("%(path)s: expected a text, found nothing."),
    "not_listed": _("%(path)s: %(found)s is not listed under “%(expected)s”."),
    "itself": _("%(path)s: an item cannot be linked to itself."),
    "seal": _("%(path)s: the content does not match its seal. The file has been changed since it was exported."),
    "undecided": _(
        "%(path)s: the plan is said to be %(found)s, but the file holds no adopted version. "
        "Import it as a copy: it then becomes a draft."
    ),
    "bytes": _("%(path)s: the embedded file is not what its SHA-256 says. Export the plan again."),
}


TYPES: dict[type, str] = {
    str: _("a text"),
    int: _("a whole number"),
    float: _("a finite number"),
    bool: _("true or false"),
    list: _("a list"),
    dict: _("an object"),
}
"""What is expected where another type was found."""


class ContentError(Exception):
    """The content cannot be used. `template` and `params` let the caller translate; `str()` is English."""

    def __init__(self, code: str, path: str = "", **params: object) -> None:
        self.code = code
        self.path = path
        self.params: dict[str, str] = {name: _shown(value) for name, value in {"path": path, **params}.items()}
        super().__init__(self.template % self.params)

    @property
    def template(self) -> str:
        """The translatable sentence, before its parameters are filled in."""
        return EXPECTED[self.code]


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else text[:80] + "…"
