"""The configuration: one frozen object, read once from the environment.

Each field names its environment variable, what it means and how its text is read. `Config.read` reports all that is
wrong in one message. ``.env.example`` and ``docs/operations.md`` list the same fields; a test compares the three.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

MAKE_A_KEY = "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
SHORTEST_KEY = 50
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", "::1")
CONSOLE = "console"


class ConfigError(Exception):
    """The configuration cannot be used. The message lists every problem, one a line, each with its cure."""


def _text(raw: str) -> str:
    return raw


def _words(raw: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in raw.split(",") if word.strip())


def _path(raw: str) -> Path:
    return Path(raw).expanduser().resolve()


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"is {raw!r}; it may be {', '.join(choices)}")
        return raw

    return read


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        if not raw.isdecimal() or not least <= int(raw) <= most:
            raise ValueError(f"is {raw!r}; it must be a whole number from {least} to {most}")
        return int(raw)

    return read


def _origin(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(f"is {raw!r}; it must look like https://samsyn.example.org, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _issuer(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme != "https" and parts.hostname not in LOCAL_HOSTS:
        raise ValueError(f"is {raw!r}; it must begin with https://")
    return raw.rstrip("/")


def _scheduler(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port:
        raise ValueError(f"is {raw!r}; it must look like tcp://scheduler.example.org:8786")
    return raw


def _database(raw: str) -> str:
    try:
        engine = dj_database_url.parse(raw)["ENGINE"]
    except ValueError as error:
        raise ValueError("cannot be read; write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME") from error
    if not engine.endswith(("sqlite3", "postgresql")):
        raise ValueError("must name SQLite (sqlite:///PATH) or PostgreSQL (postgresql://USER:PASSWORD@HOST/NAME)")
    return raw


def _setting(variable: str, default: Any, about: str, read: Callable[[str], Any] = _text) -> Any:
    return field(metadata={"variable": variable, "default": default, "about": about, "read": read})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Every setting of an installation."""

    mode: str = _setting(
        "SAMSYN_MODE",
        "production",
        "`production`, `demo` (the demonstration: mail to the console, a secret key of its own) or `test`.",
        _one_of("production", "demo", "test"),
    )
    secret_key: str = _setting(
        "SAMSYN_SECRET_KEY", "", f"Signs sessions and links; required in production. Make one with `{MAKE_A_KEY}`."
    )
    previous_secret_keys: tuple[str, ...] = _setting(
        "SAMSYN_PREVIOUS_SECRET_KEYS",
        (),
        "Keys used before, comma between: what they signed stays valid until they are removed.",
        _words,
    )
    data: Path = _setting(  # noqa: RUF009 (it is a field)
        "SAMSYN_DATA", "var", "The folder of the database (SQLite), files, static files and the erasure ledger.", _path
    )
    database_url: str = _setting(
        "DATABASE_URL",
        "",
        "`postgresql://USER:PASSWORD@HOST/NAME`; when empty, SQLite in the data folder.",
        _database,
    )
    base_url: str = _setting(
        "SAMSYN_BASE_URL",
        "http://localhost:8000",
        "The address that people use, for links in mail; `https` turns on secure cookies, HSTS and redirects.",
        _origin,
    )
    allowed_hosts: tuple[str, ...] = _setting(
        "SAMSYN_ALLOWED_HOSTS", (), "Host names answered to, comma between; when empty, the base URL's.", _words
    )
    proxies: int = _setting(
        "SAMSYN_PROXIES",
        0,
        "How many reverse proxies stand in front and set X-Forwarded-For and X-Forwarded-Proto; required for https.",
        _number(0, 9),
    )
    bind: str = _setting("SAMSYN_BIND", "127.0.0.1", "The address that the server listens on.")
    port: int = _setting("SAMSYN_PORT", 8000, "The port that the server listens on.", _number(1, 65535))
    workers: int = _setting("SAMSYN_WORKERS", 2, "Server processes.", _number(1, 64))
    threads: int = _setting(
        "SAMSYN_THREADS", 2, "Threads in each server process; more is slower on SQLite.", _number(1, 64)
    )
    dask: str = _setting(
        "SAMSYN_DASK",
        "",
        "The scheduler of a Dask cluster that does heavy analyses; when empty, threads of the worker do them.",
        _scheduler,
    )
    council: str = _setting("SAMSYN_COUNCIL", "Samsyn", "The council's name, as pages and mail show it.")
    session_hours: int = _setting(
        "SAMSYN_SESSION_HOURS", 12, "Hours until a person has to sign in again.", _number(1, 720)
    )
    second_factor: str = _setting(
        "SAMSYN_SECOND_FACTOR",
        "administrators",
        "Who must use a second factor: `nobody`, `administrators` or `everyone`; asked in production only.",
        _one_of("nobody", "administrators", "everyone"),
    )
    upload_megabytes: int = _setting(
        "SAMSYN_UPLOAD_MEGABYTES", 25, "The largest file that may be uploaded, in megabytes.", _number(1, 1000)
    )
    private_hosts: tuple[str, ...] = _setting(
        "SAMSYN_PRIVATE_HOSTS",
        (),
        "Hosts on private networks that data may be fetched from, comma between; when empty, public ones only.",
        _words,
    )
    suppress_below: int = _setting(
        "SAMSYN_SUPPRESS_BELOW",
        5,
        "Numbers of persons from 1 up to this, itself not included, are kept from everybody but analysts and officers.",
        _number(1, 1000),
    )
    suppress_width: int = _setting(
        "SAMSYN_SUPPRESS_WIDTH",
        5,
        "By how many persons a hidden number that is calculated must stay in doubt; at most SAMSYN_SUPPRESS_BELOW.",
        _number(1, 1000),
    )
    email_host: str = _setting(
        "SAMSYN_EMAIL_HOST",
        "",
        "The SMTP server; `console` writes mail to the log instead. Required in production.",
    )
    email_port: int = _setting("SAMSYN_EMAIL_PORT", 587, "The SMTP server's port.", _number(1, 65535))
    email_user: str = _setting("SAMSYN_EMAIL_USER", "", "The user name at the SMTP server, where it asks for one.")
    email_password: str = _setting("SAMSYN_EMAIL_PASSWORD", "", "The password at the SMTP server.")
    email_security: str = _setting(
        "SAMSYN_EMAIL_SECURITY",
        "starttls",
        "`starttls` (port 587), `tls` (port 465) or `none`.",
        _one_of("starttls", "tls", "none"),
    )
    email_from: str = _setting(
        "SAMSYN_EMAIL_FROM", "", "The sender of mail; when empty, `no-reply@` and the base URL's host."
    )
    oidc_issuer: str = _setting(
        "SAMSYN_OIDC_ISSUER",
        "",
        "The OpenID Connect issuer, for sign-in with the council's own accounts; empty turns it off.",
        _issuer,
    )
    oidc_client_id: str = _setting("SAMSYN_OIDC_CLIENT_ID", "", "Our client id at the issuer.")
    oidc_client_secret: str = _setting("SAMSYN_OIDC_CLIENT_SECRET", "", "Our client secret at the issuer.")
    oidc_label: str = _setting("SAMSYN_OIDC_LABEL", "OpenID Connect", "What the sign-in button calls the issuer.")

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read every field. Raises `ConfigError` naming all that is wrong and how to mend it."""
        values, problems = _read_fields(environ)
        if values["mode"] == "production":
            problems += _missing_in_production(values)
        problems += _contradictions(values)
        if problems:
            raise ConfigError("The configuration cannot be used:\n" + "\n".join(f"  - {line}" for line in problems))
        return cls(**_completed(values))

    @property
    def production(self) -> bool:
        return self.mode == "production"

    @property
    def secure(self) -> bool:
        """Do people reach us over TLS?"""
        return self.base_url.startswith("https://")


def _read_fields(environ: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The value of each field (its default where the text is empty or wrong), and what was wrong."""
    values: dict[str, Any] = {}
    problems = []
    for each in fields(Config):
        about = each.metadata
        raw = environ.get(about["variable"], "").strip()
        values[each.name] = about["default"]
        if raw:
            try:
                values[each.name] = about["read"](raw)
            except ValueError as error:
                problems.append(f"{about['variable']} {error}.")
    values["data"] = Path(values["data"]).resolve()
    return values, problems


def _missing_in_production(values: Mapping[str, Any]) -> list[str]:
    problems = []
    key = values["secret_key"]
    if not key:
        problems.append(f"SAMSYN_SECRET_KEY is missing. Make one with: {MAKE_A_KEY}")
    elif len(key) < SHORTEST_KEY:
        problems.append(f"SAMSYN_SECRET_KEY is shorter than {SHORTEST_KEY} characters. Make one with: {MAKE_A_KEY}")
    if not values["email_host"]:
        problems.append(f"SAMSYN_EMAIL_HOST is missing. Name the SMTP server, or write {CONSOLE} to only log mail.")
    host = urlsplit(values["base_url"]).hostname
    if values["base_url"].startswith("http://") and host not in LOCAL_HOSTS:
        problems.append("SAMSYN_BASE_URL must begin with https:// (http is for trying out on localhost only).")
    return problems


def _contradictions(values: Mapping[str, Any]) -> list[str]:
    problems = []
    if values["base_url"].startswith("https://") and not values["proxies"]:
        problems.append(
            "SAMSYN_PROXIES must be at least 1 when SAMSYN_BASE_URL is https: a reverse proxy ends TLS and sets "
            "X-Forwarded-Proto and X-Forwarded-For."
        )
    if values["oidc_issuer"] and not (values["oidc_client_id"] and values["oidc_client_secret"]):
        problems.append("SAMSYN_OIDC_ISSUER needs SAMSYN_OIDC_CLIENT_ID and SAMSYN_OIDC_CLIENT_SECRET beside it.")
    if values["suppress_width"] > values["suppress_below"]:
        problems.append("SAMSYN_SUPPRESS_WIDTH may be at most SAMSYN_SUPPRESS_BELOW.")
    if values["email_user"] and not values["email_password"]:
        problems.append("SAMSYN_EMAIL_USER needs SAMSYN_EMAIL_PASSWORD beside it.")
    return problems


def _completed(values: dict[str, Any]) -> dict[str, Any]:
    """Fill in the fields whose default depends on others."""
    host = urlsplit(values["base_url"]).hostname or "localhost"
    local = LOCAL_HOSTS if host in LOCAL_HOSTS else (host,)
    return values | {
        "secret_key": values["secret_key"] or _own_key(values["mode"], values["data"]),
        "database_url": values["database_url"] or f"sqlite:///{values['data'] / 'samsyn.sqlite3'}",
        "allowed_hosts": values["allowed_hosts"] or local,
        "email_host": values["email_host"] or CONSOLE,
        "email_from": values["email_from"] or f"no-reply@{host}",
        "second_factor": "nobody" if values["mode"] != "production" else values["second_factor"],
    }


def _own_key(mode: str, data: Path) -> str:
    """The key of a test (new each time) or of a demonstration (made once: server and worker must share it)."""
    if mode == "test":
        return secrets.token_urlsafe(64)
    path = data / "demo-secret-key"
    data.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()
