"""The peer of the whole-plan page: the same made in the obvious way, with model instances and a recursive template."""

from datetime import date

from django.db.models import Prefetch
from django.template import Context, Engine

from samsyn.analysis.follow_up import State, shown_state
from samsyn.foundation.ui import states
from samsyn.members.models import Person
from samsyn.plans.models import FollowUp, Item, ItemKind, ItemLink, Plan
from samsyn.plans.queries import follow_up, indicators

ROW = """{% load i18n %}<li class="plan-row plan-{{ item.kind }}" id="item-{{ item.key }}">
{% if item.kind == "goal" %}<span class="plan-kind">{% translate "Goal" %}</span>{% endif %}
{% if item.kind == "activity" %}<span class="plan-kind">{% translate "Activity" %}</span>{% endif %}
{% if item.kind == "focus_area" %}<h3><span class="plan-number">{{ item.number }}</span>{% endif %}
<a href="{% url 'plans:item' item.key %}">{% firstof item.short_title item.heading item.wording %}</a>
{% if item.kind == "focus_area" %}</h3>{% endif %}
{% if item.shown %}<span class="plan-facts">{{ item.badge }}
{% if item.answers %}<span>{{ item.answers }}</span>{% else %}
<span class="tag">{% translate "No owner" %}</span>{% endif %}
{% if item.stale %}<span class="tag">{% translate "Stale indicator" %}</span>{% endif %}</span>{% endif %}
{% for link in item.links_out.all %}<a href="{% url 'plans:item' link.target.key %}">
{{ link.target.name }}</a>{% endfor %}
{% if item.below %}<ul>{% for item in item.below %}{% include row %}{% endfor %}</ul>{% endif %}</li>"""
PAGE = "<ul>{% for item in roots %}{% include row %}{% endfor %}</ul>"


def page(plan: Plan, *, on: date) -> str:
    """The tree of the plan as HTML."""
    engine = Engine.get_default()
    context = {"roots": _roots(plan, on), "row": engine.from_string(ROW)}
    return str(engine.from_string(PAGE).render(Context(context)))


def _roots(plan: Plan, on: date) -> list[Item]:
    latest = follow_up.latest_entries(follow_up.current_round(plan, on=on))
    rows = Item.objects.filter(plan=plan).select_related("owner_person", "owner_function").order_by("position", "pk")
    items = list(
        rows.prefetch_related(
            Prefetch("follow_ups", latest, to_attr="said"),
            Prefetch("links_out", ItemLink.objects.select_related("target")),
            "indicators__values",
            "indicators__targets",
            Prefetch("owner_function__holders__person", Person.objects.all()),
        )
    )
    stale = indicators.stale_by_item(plan, on=on)
    by_id = {item.pk: item for item in items}
    for item in items:
        item.below, item.stale, item.answers = [], stale.get(item.pk, ()), _owner(item, on)
        item.shown = item.badge = None
        if item.kind in (ItemKind.GOAL, ItemKind.ACTIVITY):
            item.shown = _state(item.said, item.stale if item.kind == ItemKind.GOAL else ())
            item.badge = states.badge(item.shown, css="state state-bare")
    for item in items:
        if item.parent_id:
            by_id[item.parent_id].below.append(item)
    return [item for item in items if not item.parent_id]


def _state(said: list[FollowUp], stale) -> State:
    return shown_state(State(said[0].state) if said else None, tuple(stale)).state


def _owner(item: Item, on: date) -> str:
    if item.owner_person is not None:
        left = item.owner_person.left_on
        return "" if left is not None and left <= on else item.owner_person.name
    if item.owner_function is not None:
        held = any(one.until is None or one.until >= on for one in item.owner_function.holders.all())
        return item.owner_function.name if held else ""
    return ""
