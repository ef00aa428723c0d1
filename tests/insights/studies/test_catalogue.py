"""What holds for every study."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from samsyn.insights.studies.catalogue import STUDIES
from tests.installation import ROOT

METHODS = Path(ROOT) / "docs" / "methods"


def test_a_study_is_listed_by_its_own_slug():
    assert {slug: study.slug for slug, study in STUDIES.items()} == {slug: slug for slug in STUDIES}
    assert list(STUDIES) == [
        "functional-regions",
        "region-overlay",
        "interaction-model",
        "travel-times",
        "transit-times",
        "accessibility",
        "bottlenecks",
        "measures",
        "packages",
        "labour-market-effects",
    ]


@pytest.mark.parametrize("study", STUDIES.values(), ids=list(STUDIES))
def test_it_has_a_method_page_and_its_words_in_both_languages(study):
    assert (METHODS / f"{study.method}.md").is_file()
    words = [study.title, study.purpose, *(source.label for source in study.sources)]
    words += [field.label for field in study.form().fields.values()]
    said = {}
    for language in ("en", "sv"):
        with translation.override(language):
            said[language] = [str(word) for word in words]
    assert all(said["en"])
    assert all(english != swedish for english, swedish in zip(said["en"], said["sv"], strict=True))


@pytest.mark.parametrize("study", STUDIES.values(), ids=list(STUDIES))
def test_a_form_that_is_left_as_it_is_can_be_sent(study):
    blank = study.form()
    form = study.form({name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()})
    assert form.is_valid(), form.errors
    assert form.choices()


def test_the_list_of_studies_loads_nothing_heavy():
    """Every page loads it, and the server starts in less than three seconds."""
    code = (
        "import os, sys, django\n"
        "os.environ |= {'SAMSYN_MODE': 'test', 'DJANGO_SETTINGS_MODULE': 'samsyn.web.settings'}\n"
        "django.setup()\n"
        "from samsyn.insights.studies.catalogue import STUDIES\n"
        "from samsyn.web import urls\n"
        "print(*sorted({'scipy', 'numba', 'shapely', 'pyproj', 'pyarrow', 'h5py'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
