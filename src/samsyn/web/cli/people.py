"""samsyn user: accounts from the command line."""

import click

from samsyn.web.cli import base

ROLES = ["officer", "delegate", "member_contact", "participant", "analyst", "administrator"]


@click.group()
def user() -> None:
    """Accounts."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person is to the council.")
@click.option("--organisation", default="", help="The organisation's code, for delegates and member contacts.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def add(email: str, name: str, role: str, organisation: str, language: str) -> None:
    """Make an account, send an invitation, and print the link where the person chooses a password.

    For the first administrator of a new installation; later ones are invited on the pages.
    """
    base.set_up()
    base.require_database()
    # Imported here: only after `set_up`.
    from django.utils import timezone

    from samsyn.foundation.accounts import emails, operations  # likewise
    from samsyn.foundation.accounts.models import Role
    from samsyn.foundation.days import day_of

    now = timezone.now()
    grant = operations.Grant(role=Role(role), organisation=organisation, since=day_of(now))
    made = operations.invite(email=email, name=name, grants=[grant], language=language, by=None, at=now)
    click.echo(emails.invitation_link(made))
