"""The configuration: everything wrong in one message, and three lists of fields that agree."""

import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.web.config import Config, ConfigError

ROOT = Path(__file__).parents[2]
KEY = "k" * 50
PRODUCTION = {
    "SAMSYN_SECRET_KEY": KEY,
    "SAMSYN_BASE_URL": "https://samsyn.example.org",
    "SAMSYN_PROXIES": "1",
    "SAMSYN_EMAIL_HOST": "smtp.example.org",
}


def _problems(environ: dict) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        Config.read(environ)
    return str(caught.value).splitlines()[1:]


def test_a_production_configuration():
    config = Config.read(PRODUCTION | {"SAMSYN_DATA": "/srv/samsyn"})
    assert config.production
    assert config.secure
    assert config.allowed_hosts == ("samsyn.example.org",)
    assert config.email_from == "no-reply@samsyn.example.org"
    assert config.database_url == "sqlite:////srv/samsyn/samsyn.sqlite3"
    assert config.second_factor == "administrators"
    with pytest.raises(FrozenInstanceError):
        config.port = 1


def test_a_bare_start_is_production_and_refuses_a_missing_key_saying_how_to_make_one():
    problems = _problems({})
    key = next(line for line in problems if "SAMSYN_SECRET_KEY" in line)
    command = re.search(r"python -c '(.*)'", key)[1]
    made = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout.strip()
    assert Config.read(PRODUCTION | {"SAMSYN_SECRET_KEY": made}).secret_key == made


def test_the_server_does_not_start_without_a_key(tmp_path):
    environ = {"PYTHONPATH": str(ROOT / "src"), "SAMSYN_DATA": str(tmp_path), "PATH": ""}
    command = [sys.executable, "-c", "import samsyn.web.wsgi"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert done.returncode != 0
    assert "SAMSYN_SECRET_KEY is missing. Make one with: python -c" in done.stderr


def test_all_that_is_wrong_is_said_at_once():
    problems = _problems(
        {
            "SAMSYN_SECRET_KEY": "short",
            "SAMSYN_BASE_URL": "http://samsyn.example.org",
            "DATABASE_URL": "mysql://db/samsyn",
            "SAMSYN_PORT": "99999",
            "SAMSYN_WORKERS": "two",
            "SAMSYN_EMAIL_SECURITY": "ssl",
            "SAMSYN_EMAIL_USER": "samsyn",
            "SAMSYN_OIDC_ISSUER": "https://id.example.org",
        }
    )
    named = {re.match(r"  - (\w+)", line)[1] for line in problems}
    assert named == {
        "SAMSYN_SECRET_KEY", "SAMSYN_BASE_URL", "DATABASE_URL", "SAMSYN_PORT", "SAMSYN_WORKERS",
        "SAMSYN_EMAIL_SECURITY", "SAMSYN_EMAIL_HOST", "SAMSYN_EMAIL_USER", "SAMSYN_OIDC_ISSUER",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SAMSYN_SECRET_KEY": "k" * 49}, "shorter than 50"),
        ({"SAMSYN_MODE": "developement"}, "production, demo, test"),
        ({"SAMSYN_BASE_URL": "samsyn.example.org"}, "https://samsyn.example.org"),
        ({"SAMSYN_BASE_URL": "https://samsyn.example.org/plans"}, "without a path"),
        ({"SAMSYN_PROXIES": "0"}, "at least 1"),
        ({"SAMSYN_UPLOAD_MEGABYTES": "-1"}, "whole number from 1 to 1000"),
        ({"SAMSYN_OIDC_ISSUER": "http://id.example.org"}, "begin with https://"),
        ({"DATABASE_URL": "nonsense"}, "postgresql://"),
    ],
)
def test_what_is_wrong_names_the_variable_and_the_cure(wrong, said):
    problems = _problems(PRODUCTION | wrong)
    assert len([line for line in problems if next(iter(wrong)) in line and said in line]) == 1


def test_the_message_never_repeats_a_secret():
    secrets = {
        "SAMSYN_SECRET_KEY": "hunter2",
        "SAMSYN_EMAIL_PASSWORD": "hunter3",
        "DATABASE_URL": "mysql://a:hunter4@b/c",
    }
    assert "hunter" not in "\n".join(_problems(secrets))


def test_localhost_may_try_production_without_tls():
    tried = PRODUCTION | {"SAMSYN_BASE_URL": "http://localhost:8000", "SAMSYN_PROXIES": "0"}
    config = Config.read(tried)
    assert not config.secure
    assert "127.0.0.1" in config.allowed_hosts


def test_the_demonstration_makes_one_key_that_its_processes_share(tmp_path):
    environ = {"SAMSYN_MODE": "demo", "SAMSYN_DATA": str(tmp_path / "demo")}
    first, second = Config.read(environ), Config.read(environ)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert (tmp_path / "demo" / "demo-secret-key").stat().st_mode & 0o777 == 0o600
    assert first.email_host == "console"
    assert first.second_factor == "nobody"


@given(
    st.dictionaries(st.sampled_from([f.metadata["variable"] for f in fields(Config)]), st.text(max_size=30), min_size=1)
)
def test_whatever_stands_in_the_environment_is_read_or_refused_in_words(environ):
    environ = PRODUCTION | environ | {"SAMSYN_MODE": "production", "SAMSYN_DATA": "var"}
    try:
        config = Config.read(environ)
    except ConfigError as error:
        said = str(error).splitlines()[1:]
    else:
        said = []
        assert all(getattr(config, field.name) is not None for field in fields(Config))
    assert all(re.match(r"  - [A-Z_]+ .+\.", line) or re.search(r"make one", line, re.I) for line in said)


# --- Three lists of fields


def _example() -> dict[str, str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    found = {}
    for paragraph in text.split("\n\n"):
        lines = paragraph.strip().splitlines()
        if lines and (hit := re.match(r"(?:# )?([A-Z][A-Z_]+)=(.*)$", lines[-1])):
            found[hit[1]] = (" ".join(line.removeprefix("# ") for line in lines[:-1]), hit[2])
    return found


def _documented() -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? \| (.*) \|$", text, re.M)
    return {variable: (about, default) for variable, default, about in rows}


def _declared() -> dict[str, tuple[str, str]]:
    def written(default) -> str:
        return ",".join(default) if isinstance(default, tuple) else str(default)

    return {
        field.metadata["variable"]: (field.metadata["about"], written(field.metadata["default"]))
        for field in fields(Config)
    }


def test_the_example_the_documents_and_the_code_list_the_same_fields():
    declared = _declared()
    assert _documented() == declared
    assert _example() == declared
    assert len(declared) > 20


def test_nothing_else_reads_the_environment():
    """One door for configuration; the command line, which prepares it, stands outside."""
    readers = []
    for path in (ROOT / "src").rglob("*.py"):
        if path.name == "config.py" or "cli" in path.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if ("os.environ" in line or "getenv" in line) and "DJANGO_SETTINGS_MODULE" not in line:
                readers.append(f"{path.relative_to(ROOT)}:{number} {line.strip()}")
    assert readers == []
