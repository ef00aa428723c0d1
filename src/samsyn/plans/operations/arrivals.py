"""What an imported plan points at outside itself: people, functions, organs, accounts, files and series.

Found here where they are here already; people, functions, organs and accounts are otherwise added, and the result
says which. Files and series cannot be made up: where they are missing, the import is refused.
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samsyn.foundation.accounts.models import User
from samsyn.foundation.files import operations as files
from samsyn.foundation.files import queries as file_queries
from samsyn.foundation.files.models import StoredFile
from samsyn.insights.models import Series
from samsyn.members.models import Function, Organ, Person
from samsyn.plans.content import FileRef, Named, PersonContent, PlanContent, Who
from samsyn.plans.errors import NotUsable
from samsyn.plans.exchange.references import accounts_named, everybody, files_named


@dataclass(frozen=True, slots=True)
class Added:
    """What was not here before: names of people (without accounts), functions and organs, and closed accounts."""

    people: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass
class Arrivals:
    """The rows that the content's references stand for."""

    by: Any
    at: datetime
    people: dict[str, Person] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    organs: dict[str, Organ] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)
    files: dict[tuple[str, str], StoredFile] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)
    _added: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, content: PlanContent, *, by: Any, at: datetime) -> "Arrivals":
        """Find or add all that the content points at. Refuses, naming them, where files or series are missing."""
        arrivals = cls(by, at)
        arrivals._find_series(content)
        arrivals._find_files(content)
        arrivals._find_people(content)
        arrivals._find_named(content)
        arrivals._find_accounts(content)
        return arrivals

    @property
    def added(self) -> Added:
        """What was not here before."""
        return Added(**{kind: tuple(names) for kind, names in self._added.items()})

    def person(self, who: Who | None) -> Person | None:
        return self.people[who["person"]] if who and who["person"] else None

    def function(self, who: Who | None) -> Function | None:
        return self.functions[who["function"]["code"]] if who and who["function"] else None

    def organ(self, named: Named | None) -> Organ | None:
        return self.organs[named["code"]] if named else None

    def account(self, email: str | None) -> User | None:
        return self.accounts[email] if email is not None else None

    def file(self, ref: FileRef | None) -> StoredFile | None:
        return self.files[ref["sha256"], ref["name"]] if ref else None

    def _note(self, kind: str, name: str) -> None:
        self._added.setdefault(kind, []).append(name)

    def _find_series(self, content: PlanContent) -> None:
        codes = {one["series"] for item in content["items"] for one in item["indicators"] if one["series"]}
        self.series = {series.code: series for series in Series.objects.filter(code__in=codes)}
        missing = sorted(codes - self.series.keys())
        if missing:
            raise NotUsable(
                _("The plan takes values from published series that are not here: %(codes)s. Publish them first.")
                % {"codes": ", ".join(missing)}
            )

    def _find_files(self, content: PlanContent) -> None:
        wanted = {(ref["sha256"], ref["name"]): ref for ref in files_named(content)}
        embedded = content.get("files", {})
        known: dict[str, dict[str, StoredFile]] = {}
        for row in StoredFile.objects.filter(sha256__in={sha256 for sha256, _name in wanted}).order_by("-pk"):
            known.setdefault(row.sha256, {})[row.name] = row
        missing = sorted({name for sha256, name in wanted if sha256 not in known and sha256 not in embedded})
        if missing:
            raise NotUsable(
                _("These files are neither here nor in the export: %(names)s. Export the plan again with its files.")
                % {"names": ", ".join(missing)}
            )
        for sha256, name in wanted:
            here = known.get(sha256, {})
            self.files[sha256, name] = here.get(name) or self._stored(sha256, name, here, embedded)

    def _stored(self, sha256: str, name: str, here: dict[str, StoredFile], embedded: dict[str, str]) -> StoredFile:
        """The file under its name in the export, from the export's bytes or from the same bytes under another name."""
        embedded_bytes = embedded.get(sha256)
        data = base64.b64decode(embedded_bytes) if embedded_bytes else file_queries.read(next(iter(here.values())))
        return files.store(data, name=name, by=self.by, at=self.at)

    def _find_people(self, content: PlanContent) -> None:
        keys = {who["person"] for who, _path in everybody(content) if who["person"] is not None}
        self.people = {str(person.key): person for person in Person.objects.filter(key__in=keys)}
        described = {person["key"]: person for person in content.get("people", ())}
        missing = sorted(keys - self.people.keys() - described.keys())
        if missing:
            raise NotUsable(
                _("The file names people by key only, and these are not here: %(keys)s. Use a full export instead.")
                % {"keys": ", ".join(missing)}
            )
        for key in sorted(keys - self.people.keys()):
            self.people[key] = self._by_address(described[key]) or self._new_person(described[key])

    def _by_address(self, person: PersonContent) -> Person | None:
        if not person["email"]:
            return None
        return Person.objects.filter(email__iexact=person["email"], erased_at__isnull=True).order_by("pk").first()

    def _new_person(self, person: PersonContent) -> Person:
        self._note("people", person["name"])
        return Person.objects.create(key=person["key"], name=person["name"], email=person["email"])

    def _find_named(self, content: PlanContent) -> None:
        for named in _functions(content):
            self.functions[named["code"]] = self._named(Function, named, "functions")
        for named in _organs(content):
            self.organs[named["code"]] = self._named(Organ, named, "organs")

    def _named(self, model: Any, named: Named, kind: str) -> Any:
        row, new = model.objects.get_or_create(code=named["code"], defaults={"name": named["name"]})
        if new:
            self._note(kind, row.name)
        return row

    def _find_accounts(self, content: PlanContent) -> None:
        names = {account["email"]: account["name"] for account in content.get("accounts", ())}
        emails = {email for email, _path in accounts_named(content) if email is not None}
        known = {user.email: user for user in User.objects.filter(email__in={one.lower() for one in emails})}
        for email in sorted(emails):
            self.accounts[email] = known.get(email.lower()) or self._closed_account(email, names[email])

    def _closed_account(self, email: str, name: str) -> User:
        """An account that nobody can sign in to, so that history says who did what."""
        self._note("accounts", name or email)
        return User.objects.create_user(email, name, joined_at=self.at, is_active=False)


def _functions(content: PlanContent) -> Iterator[Named]:
    by_code = {who["function"]["code"]: who["function"] for who, _path in everybody(content) if who["function"]}
    yield from by_code.values()


def _organs(content: PlanContent) -> Iterable[Named]:
    organs = [content["plan"]["decided_by"], *(version["organ"] for version in content.get("versions", ()))]
    return {organ["code"]: organ for organ in organs if organ is not None}.values()
