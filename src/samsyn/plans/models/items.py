"""What a plan is made of, and what follow-up needs of each part."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.privacy import Personal
from samsyn.members.models import Function, Person
from samsyn.plans.models.plans import Plan


class ItemKind(models.TextChoices):
    """The nouns of a plan, by their names in the glossary."""

    DIRECTION_GOAL = "direction_goal", _("Direction goal")
    PRIORITY = "priority", _("Priority of the year")
    FOCUS_AREA = "focus_area", _("Focus area")
    GOAL = "goal", _("Goal")
    ACTIVITY = "activity", _("Activity")


def name_of(short_title: str, heading: str, wording: str) -> str:
    """The shortest honest name of an item: the office's title, the heading, or the beginning of the wording."""
    if short_title or heading:
        return short_title or heading
    return wording if len(wording) <= 90 else wording[:90].rsplit(" ", 1)[0] + " …"


def _at_most_one(first: str, second: str) -> Q:
    return Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True})


def _exactly_one(first: str, second: str) -> Q:
    return _at_most_one(first, second) & ~Q(**{f"{first}__isnull": True, f"{second}__isnull": True})


class Item(models.Model):
    """One part of a plan. `parent` is for navigation (a tree); every other tie is an `ItemLink`.

    `heading` and `wording` are the document's own words and `place` is where they stood (`plans.reading` writes and
    reads it); `short_title` is the office's. `continues` is the same item in the plan before.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=20, choices=ItemKind.choices)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    position = models.PositiveIntegerField(default=0)
    number = models.CharField(_("number"), max_length=20, blank=True)
    heading = models.CharField(_("heading"), max_length=500, blank=True)
    wording = models.TextField(_("wording"), blank=True)
    short_title = models.CharField(_("short title"), max_length=120, blank=True)
    labelled = models.BooleanField(_("stood under a heading for its kind"), default=True)
    place = models.CharField(_("place in the document"), max_length=60, blank=True)
    continues = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="continued_by")

    owner_person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_items",
        verbose_name=_("owner (person)"),
    )
    owner_function = models.ForeignKey(
        Function,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_items",
        verbose_name=_("owner (function)"),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    budget = models.DecimalField(_("budget (SEK)"), max_digits=14, decimal_places=2, null=True, blank=True)
    outcome = models.DecimalField(_("outcome (SEK)"), max_digits=14, decimal_places=2, null=True, blank=True)
    internal_note = models.TextField(_("internal note"), blank=True)
    stems = models.TextField(editable=False, blank=True)

    personal = {
        "owner_person": Personal("shows who answers for it", "as long as the plan", "cut when the person is erased"),
        "internal_note": Personal("free text of the office", "as long as the plan", "edited by the office"),
    }
    impersonal = ("number", "heading", "wording", "short_title", "place", "stems", "owner_function")

    class Meta:
        ordering = ["plan", "position", "pk"]
        verbose_name = _("item")
        verbose_name_plural = _("items")
        indexes = [models.Index(fields=["plan", "kind"], name="item_by_plan_and_kind")]
        constraints = [
            models.CheckConstraint(
                condition=_at_most_one("owner_person", "owner_function"), name="item_has_at_most_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="item_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0), name="item_budget_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[ItemKind.DIRECTION_GOAL, ItemKind.PRIORITY]) | Q(parent__isnull=True),
                name="direction_goals_and_priorities_stand_alone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The shortest honest name: see `name_of`."""
        return name_of(self.short_title, self.heading, self.wording)


class LinkKind(models.TextChoices):
    SUPPORTS = "supports", _("supports")
    SHARES = "shares", _("is shared with")


class ItemLink(models.Model):
    """A tie across the tree: `source` supports `target`, or is shared with it."""

    source = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind.choices)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="item_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="item_link_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"


class Contribution(models.Model):
    """Somebody who helps with an item without answering for it: a person or a function."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="contributions")
    function = models.ForeignKey(
        Function, null=True, blank=True, on_delete=models.CASCADE, related_name="contributions"
    )

    personal = {"person": Personal("shows who takes part", "as long as the plan", "the row is removed")}
    impersonal = ("function",)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        constraints = [
            models.CheckConstraint(condition=_exactly_one("person", "function"), name="contribution_names_one"),
            models.UniqueConstraint(fields=["item", "person"], name="contribution_once_a_person"),
            models.UniqueConstraint(fields=["item", "function"], name="contribution_once_a_function"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.function)


class Step(models.Model):
    """One step on the way to doing an activity."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(_("step"), max_length=300)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)

    impersonal = ("text",)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return self.text


class Risk(models.Model):
    """What may go wrong, how likely and how bad (1 to 5), and what is done about it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="risks")
    text = models.CharField(_("risk"), max_length=500)
    likelihood = models.PositiveSmallIntegerField(_("likelihood (1-5)"))
    consequence = models.PositiveSmallIntegerField(_("consequence (1-5)"))
    response = models.CharField(_("what we do about it"), max_length=500, blank=True)

    impersonal = ("text", "response")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5)) & Q(consequence__range=(1, 5)),
                name="risk_on_a_scale_of_five",
            )
        ]

    def __str__(self) -> str:
        return self.text


class ItemDocument(models.Model):
    """A document of an item: a stored file or an address. Internal unless it is said to be public."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="documents")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    url = models.URLField(_("address"), blank=True)
    public = models.BooleanField(_("public"), default=False)

    impersonal = ("title", "url")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=(Q(file__isnull=False) & Q(url="")) | (Q(file__isnull=True) & ~Q(url="")),
                name="document_is_a_file_or_an_address",
            )
        ]

    def __str__(self) -> str:
        return self.title
