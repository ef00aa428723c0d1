from pathlib import Path

import pytest
from django.utils.translation import override

from samsyn.foundation.ui import icons, states
from samsyn.plans.models import FollowUpState


def test_every_state_of_the_plans_has_its_badge_and_shape():
    assert list(states.STATES) == [*FollowUpState.values, states.NOT_ASSESSED]
    assert list(icons.STATE_SHAPES) == list(states.STATES)
    assert len(set(icons.STATE_SHAPES.values())) == len(states.STATES)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_words_are_those_of_the_plans(language):
    with override(language):
        assert [str(states.STATES[value]) for value in FollowUpState.values] == [str(s.label) for s in FollowUpState]


def test_the_sprite_is_drawn_from_the_shapes():
    sprite = Path(icons.__file__).parent / "static" / "ui" / "img" / "states.svg"
    assert sprite.read_text(encoding="utf-8") == icons.state_sprite()


def test_each_row_of_the_sprite_is_masked_by_its_class():
    css = (Path(icons.__file__).parent / "static" / "ui" / "css" / "states.css").read_text(encoding="utf-8")
    for row, state in enumerate(states.STATES):
        rule = css.partition(f".state-{state} {{")[2].partition("}")[0]
        assert f"--state-row: {row * 12.5:g}%;" in rule


def test_a_badge_says_its_state_in_the_language_of_the_reader():
    with override("sv"):
        assert states.badge("done") == '<span class="state state-done">Genomfört</span>'
    with override("en"):
        assert states.badge("done") == '<span class="state state-done">Done</span>'
        assert states.badge("") == states.badge(None) == '<span class="state state-not_assessed">Not assessed</span>'


def test_an_unknown_state_is_a_fault():
    with pytest.raises(KeyError):
        states.badge("nearly")
