"""The configuration: one frozen object, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting of an installation. `Config.read` reports all that is wrong in one message."""

    secret_key: str
    debug: bool
    data: Path
    database_url: str
    allowed_hosts: tuple[str, ...]

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        data = Path(environ.get("SAMSYN_DATA", "var")).resolve()
        return cls(
            secret_key=environ.get("SAMSYN_SECRET_KEY", "not-yet"),
            debug=False,
            data=data,
            database_url=environ.get("DATABASE_URL", f"sqlite:///{data / 'samsyn.sqlite3'}"),
            allowed_hosts=("*",),
        )
