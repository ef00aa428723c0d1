"""The format: its page says what its classes say, and its rules are the rules of the app."""

import json
import re
from pathlib import Path
from typing import get_type_hints, is_typeddict

import pytest

from samsyn.plans import content, models, rules
from samsyn.plans.exchange import jsonfile
from samsyn.plans.models import Effect, FollowUpState, GoodDirection, Item, ItemKind, LinkKind, PlanState, VersionKind

PAGE = (Path(__file__).parents[2] / "docs" / "methods" / "plan-exchange-format.md").read_text(encoding="utf-8")
CLASSES = [one for one in vars(content).values() if is_typeddict(one)]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_the_page_explains_every_class_and_field(kind):
    assert f"`{kind.__name__}`" in PAGE
    assert [name for name in get_type_hints(kind) if f"`{name}`" not in PAGE] == []


def test_the_example_on_the_page_is_a_plan():
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert jsonfile.check(json.loads(example))["plan"]["title"] == "Verksamhetsplan 2018"


def test_the_format_knows_the_same_places_as_the_rules():
    assert {
        str(kind): tuple(above and str(above) for above in places) for kind, places in rules.STANDS_UNDER.items()
    } == {kind: tuple(above and str(above) for above in places) for kind, places in content.STANDS_UNDER.items()}


@pytest.mark.parametrize(
    ("literal", "choices"),
    [
        (content.Kind, ItemKind),
        (content.LinkName, LinkKind),
        (content.PlanStateName, PlanState),
        (content.VersionName, VersionKind),
        (content.FollowUpStateName, FollowUpState),
        (content.IndicatorContent.__annotations__["good_direction"], GoodDirection),
    ],
)
def test_the_format_knows_the_same_codes_as_the_models(literal, choices):
    assert set(literal.__args__) == set(choices.values)


def test_an_effect_may_be_left_out():
    assert set(content.EffectName.__args__) == {"", *Effect.values}


def test_the_format_takes_as_long_texts_as_the_tables():
    hints = get_type_hints(content.ItemContent, include_extras=True)
    for name in ("number", "heading", "short_title", "place"):
        (length,) = (demand.most for demand in hints[name].__metadata__ if isinstance(demand, content.Length))
        assert length == Item._meta.get_field(name).max_length


@pytest.mark.parametrize(
    ("model", "kind", "said_otherwise"),
    [
        (models.Plan, content.PlanHead, ""),
        (models.Item, content.ItemContent, "plan owner_person owner_function stems"),
        (models.Step, content.StepContent, "item"),
        (models.Risk, content.RiskContent, "item"),
        (models.ItemDocument, content.DocumentContent, "item"),
        (models.Indicator, content.IndicatorContent, "item baseline_on"),
        (models.IndicatorTarget, content.TargetContent, "indicator"),
        (models.IndicatorValue, content.ValueContent, "indicator"),
        (models.FollowUpRound, content.RoundContent, "plan"),
        (models.FollowUp, content.FollowUpContent, "round stems"),
        (models.SectionReady, content.ReadyContent, "round"),
        (models.PlanVersion, content.VersionContent, "plan"),
        (models.Report, content.ReportContent, ""),
        (models.ItemLink, content.LinkContent, ""),
        (models.Contribution, content.Who, "item"),
    ],
)
def test_every_column_is_in_the_format(model, kind, said_otherwise):
    """A column added to a table must be added to the format, or named here: else an export would lose it."""
    columns = {field.name for field in model._meta.concrete_fields} - {"id", *said_otherwise.split()}
    assert columns <= set(get_type_hints(kind))
