"""The meeting of an organ, its agenda, and the templates that agendas are made from."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.foundation.privacy import Personal
from samsyn.members.models import Organ, Person
from samsyn.plans.models import Item


class MeetingKind(models.TextChoices):
    MEETING = "meeting", _("Meeting")
    PARTY_GROUP = "party_group", _("Party group meeting")
    STUDY_VISIT = "study_visit", _("Study visit")


class MeetingState(models.TextChoices):
    """Planned until its summons is sent; open from the roll call until the chair closes it."""

    PLANNED = "planned", _("Planned")
    SUMMONED = "summoned", _("Summoned")
    OPEN = "open", pgettext_lazy("meeting", "Open")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class Meeting(models.Model):
    """A sitting of an organ, or what stands beside one (`beside`: party groups and study visits at the council).

    `sequence` is the SEQUENCE of RFC 5545: it grows by one each time what is in people's calendars changes.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("organ"))
    kind = models.CharField(_("kind"), max_length=12, choices=MeetingKind.choices, default=MeetingKind.MEETING)
    beside = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="companions", verbose_name=_("beside")
    )
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("digital link"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    sequence = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)

    impersonal = ("title", "place", "link")

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "ended"]) | Q(opened_at__isnull=False), name="open_meeting_was_opened"
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False, ended_at__gte=F("opened_at")),
                name="ended_meeting_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ItemKind(models.TextChoices):
    FORMALITY = "formality", _("Formality")
    INFORMATION = "information", _("Information")
    DECISION = "decision", _("Decision")
    ELECTION = "election", _("Election")


class ItemState(models.TextChoices):
    """One item at most is open at a time; who sits in which seat changes only between items."""

    WAITING = "waiting", _("Waiting")
    OPEN = "open", _("Open")
    HANDLED = "handled", _("Handled")
    POSTPONED = "postponed", _("Postponed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AgendaItem(models.Model):
    """What the organ handles. Its number ("4", "4.1") follows from the tree until the summons is sent, then stays.

    `closed` items are seen only by the organ's members and the office. `about` are the parts of plans it concerns.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveIntegerField(default=0)
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices, default=ItemKind.DECISION)
    background = models.TextField(_("background"), blank=True)
    proposal = models.TextField(_("proposed decision"), blank=True)
    minutes_long = models.PositiveSmallIntegerField(_("time in minutes"), null=True, blank=True)
    rapporteur = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("rapporteur")
    )
    closed = models.BooleanField(_("closed to the public"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    opened_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    about = models.ManyToManyField(Item, blank=True, related_name="agenda_items", verbose_name=_("concerns"))
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)

    personal = {"rapporteur": Personal("shows who presents the item", "as long as the meeting", "cut")}
    impersonal = ("number", "title", "background", "proposal")

    class Meta:
        ordering = ["meeting", "position", "pk"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(state="open"), name="one_open_item_in_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Guest(models.Model):
    """Somebody from outside who speaks at an item, or is let in to it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    represents = models.CharField(_("represents"), max_length=200, blank=True)

    personal = {
        "person": Personal("shows who was heard", "as long as the meeting", "cut"),
        "name": Personal("shows who was heard", "as long as the meeting", "blanked"),
        "represents": Personal("shows who was heard", "as long as the meeting", "blanked"),
    }

    class Meta:
        ordering = ["pk"]
        verbose_name = _("guest")
        verbose_name_plural = _("guests")

    def __str__(self) -> str:
        return self.name


class AgendaTemplate(models.Model):
    """The standing items of an organ's meeting of some sort, such as the council's yearly meeting."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="agenda_templates")
    name = models.CharField(_("name"), max_length=200)

    impersonal = ("name",)

    class Meta:
        ordering = ["organ", "name"]
        verbose_name = _("agenda template")
        verbose_name_plural = _("agenda templates")
        constraints = [models.UniqueConstraint(fields=["organ", "name"], name="agenda_template_named_once")]

    def __str__(self) -> str:
        return self.name


class TemplateItem(models.Model):
    """A standing item of a template."""

    template = models.ForeignKey(AgendaTemplate, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices, default=ItemKind.DECISION)
    proposal = models.TextField(_("proposed decision"), blank=True)

    impersonal = ("title", "proposal")

    class Meta:
        ordering = ["template", "position", "pk"]
        verbose_name = _("standing item")
        verbose_name_plural = _("standing items")

    def __str__(self) -> str:
        return self.title
