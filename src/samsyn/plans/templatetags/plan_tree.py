"""`{% plan_tree nodes %}`: the tree of a plan as HTML, made by hand because it is made of thousands of rows.

A template spends some 100 microseconds a row, this a tenth of that. It is the one place where a page is not a
template; what it writes is escaped here, and nothing else.
"""

from collections.abc import Iterable
from functools import cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samsyn.analysis.follow_up import State
from samsyn.foundation.ui import states
from samsyn.plans.models import ItemKind
from samsyn.plans.queries.whole_plan import Node

register = template.Library()

NOBODY = "00000000-0000-0000-0000-000000000000"


@register.simple_tag
def plan_tree(nodes: Iterable[Node], level: int = 3) -> SafeString:
    """Areas as headings of `level` and below, goals and activities as rows with owner and state."""
    words = _Words()
    return SafeString("".join(_area(node, level, words) for node in nodes))


@register.simple_tag
def plan_rows(nodes: Iterable[Node]) -> SafeString:
    """Items that stand alone (direction goals, priorities) as one list."""
    return SafeString(_rows(nodes, _Words()))


@register.simple_tag
def plan_contents(nodes: Iterable[Node], depth: int = 2) -> SafeString:
    """The areas as a list of contents, `depth` levels deep."""
    return SafeString(_contents(nodes, depth))


class _Words:
    """What every row needs and no row changes."""

    def __init__(self) -> None:
        self.before, self.after = reverse("plans:item", args=[NOBODY]).split(NOBODY)
        named = {ItemKind.GOAL: _("Goal"), ItemKind.ACTIVITY: _("Activity")}
        self.kinds = {k.value: f'<span class="plan-kind">{escape(name)}</span> ' for k, name in named.items()}
        self.unowned = f'<span class="tag tag-warning">{escape(_("No owner"))}</span>'
        self.supports = escape(_("Supports"))
        self.stale = f'<span class="tag tag-warning">{escape(_("Stale indicator"))}</span>'

        self.badges = cache(_badge)
        self.owners = cache(_owner)

    def link(self, key: object) -> str:
        return f"{self.before}{key}{self.after}"


def _badge(state: State) -> str:
    return str(states.badge(state, css="state state-bare"))


def _owner(name: str) -> str:
    return f"<span>{escape(name)}</span>"


def _contents(nodes: Iterable[Node], depth: int) -> str:
    lines = []
    for node in nodes:
        if node.kind == ItemKind.FOCUS_AREA:
            number = f'<span class="plan-number">{escape(node.number)}</span> ' if node.number else ""
            below = _contents(node.children, depth - 1) if depth > 1 else ""
            lines.append(f'<li><a href="#item-{node.key}">{number}{escape(node.name)}</a>{below}</li>')
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _area(node: Node, level: int, words: _Words) -> str:
    if node.kind != ItemKind.FOCUS_AREA:
        return _rows([node], words)
    depth = min(level, 6)
    number = f'<span class="plan-number">{escape(node.number)}</span> ' if node.number else ""
    heading = f'<h{depth}>{number}<a href="{words.link(node.key)}">{escape(node.name)}</a></h{depth}>'
    wording = f'<p class="plan-wording">{escape(node.wording)}</p>' if node.wording and node.matches else ""
    served = _served(node, words, tag="p")
    rows = _rows([child for child in node.children if child.kind != ItemKind.FOCUS_AREA], words)
    areas = "".join(_area(child, level + 1, words) for child in node.children if child.kind == ItemKind.FOCUS_AREA)
    inside = f"{heading}{wording}{served}{rows}{areas}"
    return f'<section class="plan-area plan-level-{depth}" id="item-{node.key}">{inside}</section>'


def _rows(nodes: Iterable[Node], words: _Words) -> str:
    made = "".join(_row(node, words) for node in nodes)
    return f'<ul class="plan-rows">{made}</ul>' if made else ""


def _row(node: Node, words: _Words) -> str:
    below = _rows(node.children, words) if node.children else ""
    key, label = str(node.key), words.kinds.get(node.kind, "")
    text = escape(node.short_title or node.heading or node.wording)
    also = f'<span class="plan-also">{escape(node.wording)}</span>' if _says_more(node) else ""
    quiet = "" if node.matches else " plan-context"
    return (
        f'<li class="plan-row plan-{node.kind}{quiet}" id="item-{key}">'
        f'{label}<a href="{words.link(key)}">{text}</a>{also}'
        f"{_facts(node, words)}{below}</li>"
    )


def _says_more(node: Node) -> bool:
    return bool((node.short_title or node.heading) and node.wording)


def _facts(node: Node, words: _Words) -> str:
    if node.assessed is None:
        return ""
    owner = words.unowned if node.unowned or node.owner is None else words.owners(node.owner.name)
    stale = words.stale if node.stale else ""
    served = _served(node, words, tag="span") if node.supports else ""
    return f'<span class="plan-facts">{words.badges(node.assessed.state)}{owner}{stale}{served}</span>'


def _served(node: Node, words: _Words, *, tag: str) -> str:
    """What the item supports elsewhere in the plan."""
    if not node.supports:
        return ""
    names = ", ".join(
        f'<a href="{words.link(other.key)}">{escape(other.number or other.name)}</a>' for other in node.supports
    )
    return f'<{tag} class="plan-supports">{words.supports} {names}</{tag}>'
