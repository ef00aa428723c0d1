"""The invented people of the demonstration region: nobody here exists."""

from typing import NamedTuple

from samsyn.foundation.accounts.models import Role

PASSWORD = "mitt-hemliga-losenord"
"""The password of every demonstration account; the demonstration refuses to load anywhere else."""


class Invented(NamedTuple):
    """An invented person: address before the @, name, role, organisation's code, function's code."""

    address: str
    name: str
    role: Role
    organisation: str = ""
    function: str = ""


FUNCTIONS = {
    "verksamhetschef": "Verksamhetschef",
    "processledare-transport": "Processledare transport",
    "processledare-kompetens": "Processledare kompetens",
    "kommunikationsansvarig": "Kommunikationsansvarig",
    "internationell-strateg": "Internationell strateg",
}

PEOPLE = (
    Invented("handlaggare", "Hanna Lindfors", Role.OFFICER, function="verksamhetschef"),
    Invented("transport", "Tore Ek", Role.OFFICER, function="processledare-transport"),
    Invented("kompetens", "Karin Ahlvik", Role.OFFICER, function="processledare-kompetens"),
    Invented("kommunikation", "Yasmin Holmdal", Role.OFFICER, function="kommunikationsansvarig"),
    Invented("ledamot", "Lennart Sundelius", Role.DELEGATE, "0380"),
    Invented("ordforande", "Olga Sandmark", Role.DELEGATE, "0180"),
    Invented("ersattare", "Elis Brandlund", Role.DELEGATE, "0380"),
    Invented("medlem", "Mona Bergfeldt", Role.MEMBER_CONTACT, "1880"),
    Invented("deltagare", "Disa Kjellander", Role.PARTICIPANT, "1980"),
    Invented("analytiker", "Anton Rydmark", Role.ANALYST),
    Invented("administrator", "Aida Norling", Role.ADMINISTRATOR),
)
"""An account for each role of the mission, the office's process leaders, who answer for parts of the plan, and those
who sit: the chair, a delegate and the delegate's substitute."""

SEATED = {"ordforande": "ledamot", "ledamot": "ledamot", "ersattare": "ersättare"}
"""The accounts of those who sit in council and board."""

SHOWN = ("handlaggare", "ordforande", "ledamot", "ersattare", "medlem", "deltagare", "analytiker", "administrator")
"""The accounts that the command prints: one for each role, and those who meet."""


def email(person: Invented) -> str:
    return f"{person.address}@demo.example"
