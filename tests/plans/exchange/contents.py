"""Made-up contents of plans, for hypothesis: whatever the format allows, in the order in which an export writes it."""

import base64
import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from samsyn.plans.content import STANDS_UNDER, PlanContent, decimal_text, digest

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("åäö\n\t"), max_size=30)
SOME_TEXT = TEXT.filter(bool)
KEY = st.uuids(version=4).map(str)
DAY = st.dates(date(2010, 1, 1), date(2035, 12, 31)).map(date.isoformat)
MOMENT = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)).map(datetime.isoformat)  # noqa: DTZ001
FILES = {hashlib.sha256(data).hexdigest(): data for data in (b"one file\n", b"another file\n")}
FUNCTIONS = [{"code": "head", "name": "Head of office"}, {"code": "comms", "name": "Communications"}]
ORGANS = [{"code": "board", "name": "The board"}, {"code": "council", "name": "The council"}]
PEOPLE = [
    {"key": "0a6e0804-2bd0-4672-b79d-d97027f9071a", "name": "Anna Andersson", "email": "anna@council.example"},
    {"key": "1a6e0804-2bd0-4672-b79d-d97027f9071b", "name": "Bo Berg", "email": ""},
]
ACCOUNTS = [{"email": f"{name}@council.example", "name": name.title()} for name in ("anna", "cecilia")]


def numbers(digits: int, decimals: int, least: int | None = None):
    top = Decimal(10) ** (min(digits, 15) - decimals) - 1
    return st.decimals(
        -top if least is None else least, top, places=decimals, allow_nan=False, allow_infinity=False
    ).map(lambda value: decimal_text(value) or "0")


def _optional(strategy):
    return st.none() | strategy


def _file():
    return st.sampled_from(sorted(FILES)).map(
        lambda sha256: {"sha256": sha256, "name": "file.txt", "media_type": "text/plain", "size": len(FILES[sha256])}
    )


def _who():
    person = st.sampled_from(PEOPLE).map(lambda one: {"person": one["key"], "function": None})
    return person | st.sampled_from(FUNCTIONS).map(lambda one: {"person": None, "function": one})


def _period(draw):
    first, second = sorted([draw(DAY), draw(DAY)])
    return draw(st.sampled_from([(None, None), (first, None), (None, second), (first, second)]))


@st.composite
def _indicator(draw):
    first_due = draw(_optional(DAY))
    values = st.fixed_dictionaries(
        {
            "on": DAY,
            "value": numbers(20, 6),
            "source": TEXT,
            "territory": TEXT,
            "entered_by": _optional(st.sampled_from(ACCOUNTS).map(lambda one: one["email"])),
            "entered_at": MOMENT,
        }
    )
    target = st.fixed_dictionaries({"on": DAY, "value": numbers(20, 6)})
    targets = draw(st.lists(target, max_size=2, unique_by=lambda one: one["on"]))
    return {
        "key": draw(KEY),
        "name": draw(SOME_TEXT),
        "unit": draw(TEXT),
        "good_direction": draw(st.sampled_from(["higher", "lower"])),
        "territory": draw(TEXT),
        "source": draw(TEXT),
        "baseline": draw(_optional(target)),
        "first_due": first_due,
        "every_months": draw(_optional(st.integers(1, 60))) if first_due else None,
        "series": None,
        "targets": sorted(targets, key=lambda one: one["on"]),
        "values": draw(st.lists(values, max_size=2)),
    }


@st.composite
def _document(draw):
    is_file = draw(st.booleans())
    return {
        "key": draw(KEY),
        "title": draw(SOME_TEXT),
        "url": "" if is_file else "https://council.example/" + draw(st.from_regex(r"[a-z]{0,8}", fullmatch=True)),
        "file": draw(_file()) if is_file else None,
        "public": draw(st.booleans()),
    }


@st.composite
def _item(draw, key, parent, kind, position):
    starts_on, ends_on = _period(draw)
    step = st.fixed_dictionaries({"text": SOME_TEXT, "due_on": _optional(DAY), "done_on": _optional(DAY)})
    grade = st.integers(1, 5)
    risk = st.fixed_dictionaries({"text": TEXT, "likelihood": grade, "consequence": grade, "response": TEXT})
    few = {"max_size": 2}
    return {
        "key": key,
        "parent": parent,
        "kind": kind,
        "position": position,
        "number": draw(st.sampled_from(["", "1", "2.1", "Mål 1"])),
        "heading": draw(TEXT),
        "wording": draw(TEXT),
        "short_title": draw(TEXT),
        "labelled": draw(st.booleans()),
        "place": draw(TEXT),
        "continues": None,
        "owner": draw(_optional(_who())),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "budget": draw(_optional(numbers(14, 2, 0))),
        "outcome": draw(_optional(numbers(14, 2))),
        "contributions": draw(st.lists(_who(), unique_by=str, **few)),
        "steps": draw(st.lists(step, **few)),
        "risks": draw(st.lists(risk, **few)),
        "documents": draw(st.lists(_document(), max_size=1)),
        "indicators": draw(st.lists(_indicator(), max_size=1)),
        "internal_note": draw(TEXT),
    }


@st.composite
def _items(draw):
    """A tree in reading order: each new item stands under the one before it, or under one of that one's ancestors."""
    items: list = []
    open_branch: list = []
    count: dict = {}
    for key in draw(st.lists(KEY, max_size=6, unique=True)):
        kind = draw(st.sampled_from(sorted(STANDS_UNDER)))
        places = [None] if None in STANDS_UNDER[kind] else []
        places += [one for one in open_branch if one["kind"] in STANDS_UNDER[kind]]
        if not places:
            continue
        parent = draw(st.sampled_from(places))
        parent_key = parent["key"] if parent else None
        item = draw(_item(key, parent_key, kind, count.get(parent_key, 0)))
        count[parent_key] = item["position"] + draw(st.integers(0, 1))
        items.append(item)
        open_branch = [*open_branch[: open_branch.index(parent) + 1 if parent else 0], item]
    return items


@st.composite
def _round(draw, as_of, items):
    opens_on, due_on = sorted([draw(DAY), draw(DAY)])
    keys = [item["key"] for item in items]
    account = _optional(st.sampled_from(ACCOUNTS).map(lambda one: one["email"]))
    states = ["not_started", "on_track", "at_risk", "off_track", "done", "cannot_be_assessed"]
    ready = st.fixed_dictionaries({"area": st.sampled_from(keys), "marked_by": account, "marked_at": MOMENT})
    entry = st.fixed_dictionaries(
        {
            "key": KEY,
            "item": st.sampled_from(keys),
            "state": st.sampled_from(states),
            "text": SOME_TEXT,
            "evidence": TEXT,
            "consequence": SOME_TEXT,
            "action": SOME_TEXT,
            "effect": st.sampled_from(["", "some", "too_early"]),
            "effect_text": TEXT,
            "entered_by": account,
            "entered_at": MOMENT,
        }
    )
    return {
        "key": draw(KEY),
        "as_of": as_of,
        "opens_on": opens_on,
        "due_on": due_on,
        "summary": draw(TEXT),
        "ready": draw(st.lists(ready, max_size=2, unique_by=lambda one: one["area"])) if keys else [],
        "follow_ups": draw(st.lists(entry, max_size=3)) if keys else [],
    }


@st.composite
def _version(draw, number, kind):
    content = {"anything": draw(TEXT)}
    return {
        "number": number,
        "kind": kind,
        "content": content,
        "sha256": digest(content),
        "made_by": draw(_optional(st.sampled_from(ACCOUNTS).map(lambda one: one["email"]))),
        "made_at": draw(MOMENT),
        "organ": draw(st.sampled_from(ORGANS)) if kind == "adopted" else None,
        "decided_on": draw(DAY) if kind == "adopted" else None,
        "decision_reference": "§ 12" if kind == "adopted" else "",
    }


@st.composite
def _report(draw, one):
    content = {"summary": draw(TEXT)}
    return {
        "key": draw(KEY),
        "round": one["key"],
        "number": 1,
        "content": content,
        "sha256": digest(content),
        "pdf": draw(_file()),
        "docx": draw(_file()),
        "xlsx": draw(_file()),
        "completed_by": draw(_optional(st.sampled_from(ACCOUNTS).map(lambda one: one["email"]))),
        "completed_at": draw(MOMENT),
    }


@st.composite
def contents(draw) -> PlanContent:
    """A whole plan, embedding the files that it points at."""
    items = draw(_items())
    keys = [item["key"] for item in items]
    starts_on, ends_on = sorted([draw(DAY), draw(DAY)])
    kinds = draw(st.lists(st.sampled_from(["saved", "proposed", "adopted"]), max_size=2))
    rounds = [draw(_round(day, items)) for day in sorted(draw(st.sets(DAY, max_size=2)))]
    states = ["draft", "proposed", *(["adopted", "closed"] if "adopted" in kinds else [])]
    content = {
        "format": "samsyn.plan",
        "version": 1,
        "plan": {
            "key": draw(KEY),
            "title": draw(SOME_TEXT.filter(str.strip)),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "state": draw(st.sampled_from(states)),
            "decided_by": draw(_optional(st.sampled_from(ORGANS))),
            "document": draw(_optional(_file())),
            "continues": None,
        },
        "items": items,
        "links": _links(draw, items, keys),
        "rounds": rounds,
        "versions": [draw(_version(number, kind)) for number, kind in enumerate(kinds, start=1)],
        "reports": [draw(_report(one)) for one in rounds if draw(st.booleans())],
    }
    said = str(content)
    content["people"] = [person for person in PEOPLE if person["key"] in said]
    content["accounts"] = [account for account in ACCOUNTS if f"'{account['email']}'" in said]
    content["files"] = {sha256: base64.b64encode(data).decode() for sha256, data in FILES.items() if sha256 in said}
    return content  # type: ignore[return-value]


def _links(draw, items, keys):
    """Later items support earlier ones outside their own branch, so that nothing goes in a circle."""
    above = {item["key"]: item["parent"] for item in items}
    links = []
    for target_index, target in enumerate(keys):
        for source in keys[target_index + 1 :]:
            if above[source] is None and above[target] is None and draw(st.booleans()):
                links.append(
                    {"source": source, "target": target, "kind": draw(st.sampled_from(["shares", "supports"]))}
                )
    return sorted(links, key=lambda link: (keys.index(link["source"]), keys.index(link["target"])))


assert all(UUID(person["key"]) for person in PEOPLE)
