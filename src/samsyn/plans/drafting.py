"""Correcting what was read from a document, before anything is a plan: pure functions from draft to draft.

A draft is JSON data::

    title, year, last_year   as read (or corrected)
    nodes                    flat, in reading order, each parent before its children
    dropped                  what was put aside, in the order of putting aside; nothing is ever thrown away
    warnings                 as the reader gave them
    last_id                  the highest node number given so far

A node has `id`, `parent` (an id or null), `kind` (a kind of item, or "text": kept as text because it was not
understood), `number`, `heading`, `wording`, `labelled`, `confidence` (0-1), `line`, `page` and `note` (what it stood
under, or why it was put aside). No change but `edit` adds or loses a word: a property test counts them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from inspect import signature
from typing import Any, TypedDict

from samsyn.plans.content import STANDS_UNDER

TEXT = "text"
KINDS = (*STANDS_UNDER, TEXT)
UNDER: dict[str, tuple[str | None, ...]] = dict(STANDS_UNDER.items()) | {TEXT: (None, "focus_area")}
"""What each kind may stand directly under; None is the plan itself."""
LONGEST = {"number": 20, "heading": 500, "title": 300}


class Node(TypedDict):
    id: int
    parent: int | None
    kind: str
    number: str
    heading: str
    wording: str
    labelled: bool
    confidence: float
    line: int | None
    page: int | None
    note: str


class Dropped(TypedDict):
    """A node put aside with all that stood in it; `before` is the id of the node that followed its place, or null."""

    nodes: list[Node]
    before: int | None


class Draft(TypedDict):
    title: str
    year: int | None
    last_year: int | None
    nodes: list[Node]
    dropped: list[Dropped]
    warnings: list[dict[str, Any]]
    last_id: int


class DraftError(Exception):
    """The change cannot be made; `code` is one of `REASONS`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(REASONS[code])


def _(template: str) -> str:
    return template


REASONS: dict[str, str] = {
    "gone": _("The part is no longer there. Look at the preview as it is now, and try again."),
    "kind": _("There is no such kind of item."),
    "place": _("An item of this kind cannot stand there."),
    "into_itself": _("A part cannot be moved into itself."),
    "nothing_before": _("There is nothing before it to merge it with."),
    "merge_inside": _("A part cannot be merged with something that stands in it."),
    "inside_word": _(
        "The place to split is inside a word or at the end of the text. Choose a place between two words."
    ),
    "edge": _("It stands first or last already."),
    "field": _("Only the number, the heading, the wording and the title can be edited here."),
    "length": _("That is too long: at most 20 characters in a number, 500 in a heading and 300 in the title."),
    "change": _("There is no such change."),
}


def apply(draft: Draft, change: Mapping[str, Any]) -> Draft:
    """The draft after a change as data: ``{"do": "retype", "node": 3, "kind": "goal"}``. Raises `DraftError`."""
    verb = VERBS.get(str(change.get("do")))
    if verb is None:
        raise DraftError("change")
    arguments = {name: value for name, value in change.items() if name != "do"}
    if any(type(value) not in _VALUES.get(name, (str,)) for name, value in arguments.items()):
        raise DraftError("change")
    try:
        signature(verb).bind(draft, **arguments)
    except TypeError as error:
        raise DraftError("change") from error
    return verb(draft, **arguments)


def retype(draft: Draft, *, node: int, kind: str) -> Draft:
    """Make it another kind of item. Where the new kind cannot stand there or hold what is in it, both are lifted."""
    draft, found = _opened(draft, node)
    if kind not in KINDS:
        raise DraftError("kind")
    found["kind"] = kind
    _settle(draft, found)
    for child in _children(draft, node):
        _settle(draft, child)
    return _ordered(draft)


def move(draft: Draft, *, node: int, parent: int | None, before: int | None = None) -> Draft:
    """Put it (and what stands in it) under another part, before one of the parts there or last."""
    draft, found = _opened(draft, node)
    moving = {one["id"] for one in branch(draft, node)}
    if parent in moving or before in moving:
        raise DraftError("into_itself")
    if not _may_stand(draft, found["kind"], parent):
        raise DraftError("place")
    if before is not None and _find(draft, before)["parent"] != parent:
        raise DraftError("place")
    found["parent"] = parent
    moved = [one for one in draft["nodes"] if one["id"] in moving]
    rest = [one for one in draft["nodes"] if one["id"] not in moving]
    place = next((i for i, one in enumerate(rest) if one["id"] == before), len(rest))
    draft["nodes"] = rest[:place] + moved + rest[place:]
    return _ordered(draft)


def shift(draft: Draft, *, node: int, step: int) -> Draft:
    """Move it so many steps down (or up, where `step` is negative) among the parts that it stands with."""
    draft, found = _opened(draft, node)
    siblings = _children(draft, found["parent"])
    place = siblings.index(found) + step
    if not 0 <= place < len(siblings):
        raise DraftError("edge")
    others = [one for one in siblings if one is not found]
    before = others[place]["id"] if place < len(others) else None
    return move(draft, node=node, parent=found["parent"], before=before)


def merge(draft: Draft, *, node: int, into: int | None = None) -> Draft:
    """Join it to another part (the sibling before it, where none is named): its words go last there, its parts too."""
    draft, found = _opened(draft, node)
    target = _find(draft, into) if into is not None else _sibling_before(draft, found)
    if target["id"] in {one["id"] for one in branch(draft, node)}:
        raise DraftError("merge_inside")
    words = " ".join(part for part in (found["number"], found["heading"], found["wording"]) if part)
    between = "\n\n" if target["kind"] in (TEXT, "focus_area") else " "
    target["wording"] = between.join(part for part in (target["wording"], words) if part)
    for child in _children(draft, node):
        child["parent"] = target["id"]
    draft["nodes"].remove(found)
    for child in _children(draft, target["id"]):
        _settle(draft, child)
    return _ordered(draft)


def split(draft: Draft, *, node: int, at: int) -> Draft:
    """Part its wording in two at a place between words; the rest becomes a part of its own after it."""
    draft, found = _opened(draft, node)
    wording = found["wording"]
    first, second = wording[:at].rstrip(), wording[at:].lstrip()
    between = 0 < at < len(wording) and (wording[at - 1].isspace() or wording[at].isspace())
    if not (first and second and between):
        raise DraftError("inside_word")
    draft["last_id"] += 1
    rest = Node(**{**found, "id": draft["last_id"], "number": "", "heading": "", "wording": second})
    found["wording"] = first
    place = draft["nodes"].index(branch(draft, node)[-1]) + 1
    draft["nodes"].insert(place, rest)
    return _ordered(draft)


def drop(draft: Draft, *, node: int) -> Draft:
    """Put it aside with all that stands in it."""
    draft, found = _opened(draft, node)
    aside = branch(draft, node)
    after = draft["nodes"][draft["nodes"].index(aside[-1]) + 1 :]
    before = next((one["id"] for one in after if one["parent"] == found["parent"]), None)
    draft["nodes"] = [one for one in draft["nodes"] if one not in aside]
    draft["dropped"].append(Dropped(nodes=aside, before=before))
    return draft


def restore(draft: Draft, *, node: int) -> Draft:
    """Take back what was put aside (named by its topmost node), to where it stood, or last where that is gone."""
    draft = deepcopy(draft)
    found = next((one for one in draft["dropped"] if one["nodes"][0]["id"] == node), None)
    if found is None:
        raise DraftError("gone")
    draft["dropped"].remove(found)
    top = found["nodes"][0]
    if top["parent"] is not None and not any(one["id"] == top["parent"] for one in draft["nodes"]):
        top["parent"] = None
    place = next((i for i, one in enumerate(draft["nodes"]) if one["id"] == found["before"]), len(draft["nodes"]))
    draft["nodes"][place:place] = found["nodes"]
    _settle(draft, top)
    return _ordered(draft)


def edit(draft: Draft, *, node: int | None = None, **fields: str) -> Draft:
    """Correct the number, heading or wording of a part, or (without `node`) the title of the plan."""
    allowed = {"number", "heading", "wording"} if node is not None else {"title"}
    if not fields or not set(fields) <= allowed or not all(isinstance(text, str) for text in fields.values()):
        raise DraftError("field")
    if any(len(text.strip()) > LONGEST.get(name, len(text)) for name, text in fields.items()):
        raise DraftError("length")
    draft = deepcopy(draft)
    target: Any = draft if node is None else _find(draft, node)
    target |= {name: text.strip() for name, text in fields.items()}
    return draft


_ID = (int, type(None))
_VALUES: dict[str, tuple[type, ...]] = {
    "node": _ID,
    "parent": _ID,
    "before": _ID,
    "into": _ID,
    "at": (int,),
    "step": (int,),
}
VERBS: dict[str, Callable[..., Draft]] = {
    "retype": retype,
    "move": move,
    "shift": shift,
    "merge": merge,
    "split": split,
    "drop": drop,
    "restore": restore,
    "edit": edit,
}


def words(draft: Draft) -> Iterator[str]:
    """Every word of the draft, those put aside too."""
    for one in (*draft["nodes"], *(one for dropped in draft["dropped"] for one in dropped["nodes"])):
        for field in (one["number"], one["heading"], one["wording"]):
            yield from field.split()


def may_stand_under(draft: Draft, kind: str) -> list[int | None]:
    """The places (ids, None for the top) where an item of a kind may stand, for a list to choose from."""
    places: list[int | None] = [None] if None in UNDER[kind] else []
    return places + [one["id"] for one in draft["nodes"] if one["kind"] in UNDER[kind]]


def misplaced(draft: Draft) -> list[Node]:
    """The parts that cannot be saved where they stand: goals and activities outside every area."""
    return [one for one in draft["nodes"] if not _may_stand(draft, one["kind"], one["parent"])]


def topmost(draft: Draft, nodes: Iterable[int]) -> list[int]:
    """Those of the nodes that do not stand in another of them, in reading order."""
    inside, top = set(nodes), []
    for one in draft["nodes"]:
        if one["parent"] in inside:
            inside.add(one["id"])
        elif one["id"] in inside:
            top.append(one["id"])
    return top


def _opened(draft: Draft, node: int) -> tuple[Draft, Node]:
    draft = deepcopy(draft)
    return draft, _find(draft, node)


def _find(draft: Draft, node: int) -> Node:
    found = next((one for one in draft["nodes"] if one["id"] == node), None)
    if found is None:
        raise DraftError("gone")
    return found


def _children(draft: Draft, node: int | None) -> list[Node]:
    return [one for one in draft["nodes"] if one["parent"] == node]


def branch(draft: Draft, node: int) -> list[Node]:
    """The node and all that stands in it, in reading order."""
    inside = {node}
    for one in draft["nodes"]:
        if one["parent"] in inside:
            inside.add(one["id"])
    return [one for one in draft["nodes"] if one["id"] in inside]


def _sibling_before(draft: Draft, node: Node) -> Node:
    siblings = _children(draft, node["parent"])
    place = siblings.index(node)
    if not place:
        raise DraftError("nothing_before")
    return siblings[place - 1]


def _may_stand(draft: Draft, kind: str, parent: int | None) -> bool:
    above = None if parent is None else _find(draft, parent)["kind"]
    return above in UNDER[kind]


def _settle(draft: Draft, node: Node) -> None:
    """Lift a node up the tree until it may stand there; one that may stand nowhere above stays at the top."""
    while node["parent"] is not None and not _may_stand(draft, node["kind"], node["parent"]):
        node["parent"] = _find(draft, node["parent"])["parent"]


def _ordered(draft: Draft) -> Draft:
    """Parents before children, each child after the earlier ones: reading order again after a change."""
    below: dict[int | None, list[Node]] = {}
    for one in draft["nodes"]:
        below.setdefault(one["parent"], []).append(one)
    draft["nodes"] = list(_walk(below, None))
    return draft


def _walk(below: Mapping[int | None, Iterable[Node]], parent: int | None) -> Iterator[Node]:
    for one in below.get(parent, ()):
        yield one
        yield from _walk(below, one["id"])
