"""The work that workers do: a plain list of kinds, and what is done every hour to keep the house in order."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.operations import Handler, Progress
from samsyn.foundation.mail import jobs as mail_jobs
from samsyn.foundation.mail import operations as mail
from samsyn.insights.jobs import drafts as draft_jobs
from samsyn.insights.jobs import extracts as extract_jobs
from samsyn.insights.jobs import fetching as fetch_jobs
from samsyn.insights.jobs import runs as run_jobs
from samsyn.insights.operations import drafts, extracts, fetching, runs
from samsyn.meetings.jobs import minutes as minutes_jobs
from samsyn.meetings.jobs import notices as notice_jobs
from samsyn.meetings.operations import minutes, notices
from samsyn.members.operations import capacities
from samsyn.plans.jobs import importing, reports
from samsyn.plans.operations import importing as plan_imports
from samsyn.plans.operations import reports as plan_reports


def send_and_follow(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Hand over a message; the proof of dispatch of a notice follows it, also where the mail server refused it."""
    try:
        return mail_jobs.send(payload, progress)
    finally:
        notices.follow(message=payload["message"], by=None, at=timezone.now())


HANDLERS: Mapping[str, Handler] = {
    drafts.CHECK: draft_jobs.check,
    fetching.FETCH: fetch_jobs.fetch,
    extracts.MAKE: extract_jobs.make,
    runs.RUN: run_jobs.run_study,
    runs.SHARE: run_jobs.share_run,
    mail.SEND: send_and_follow,
    notices.HAND_OUT: notice_jobs.hand_out,
    minutes.MAKE_FILES: minutes_jobs.make_files,
    plan_imports.READ: importing.read_document,
    plan_imports.TAKE_IN: importing.take_in_plan,
    plan_reports.COMPLETE: reports.complete_report,
}

PURGES: Mapping[str, Callable[[datetime], object]] = {
    "ended jobs": lambda at: jobs.purge(by=None, at=at),
    "receipts of mail": lambda at: mail.purge(by=None, at=at),
    "old imports": lambda at: plan_imports.purge(by=None, at=at),
    "data that was never saved": lambda at: drafts.purge(by=None, at=at),
    "parts of fetches given up": lambda at: fetching.purge(by=None, at=at),
    "files that belong to nothing": lambda at: files.purge(by=None, at=at),
    "bytes of removed files": lambda at: files.sweep(by=None, at=at),
    "contact data kept long enough": lambda at: capacities.purge(by=None, at=at),
    "proofs of dispatch": lambda at: notices.purge(by=None, at=at),
    "ended sessions": lambda at: call_command("clearsessions"),
}


def keep_house(at: datetime) -> None:
    """What the worker does at its start and every hour."""
    for purge in PURGES.values():
        purge(at)
    mail.send_again(by=None, at=at)
    notices.follow(by=None, at=at)
