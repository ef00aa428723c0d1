"""Is a page well-formed: every element closed where it was opened, and every id there once?"""

from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "col", "source", "wbr"}
INSIDE = {"li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"thead", "tbody", "tfoot"}, "td": {"tr"}}


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        self.faults += [f"{name}= on <{tag}>" for name in given if name == "style" or name.startswith("on")]
        if tag in INSIDE and self.open[-1] not in INSIDE[tag]:
            self.faults.append(f"<{tag}> in <{self.open[-1]}>")
        if tag == "p" and "p" in self.open:
            self.faults.append("<p> in <p>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        if attrs and "id" in dict(attrs):
            self.ids.append(dict(attrs)["id"])

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]}")


def faults(html: str) -> list[str]:
    """What is wrong, in words."""
    checker = _Checker()
    checker.feed(html)
    twice = sorted({ident for ident in checker.ids if checker.ids.count(ident) > 1})
    return [
        *checker.faults,
        *(f"open at the end: {tag}" for tag in checker.open),
        *(f"id {one} twice" for one in twice),
    ]
