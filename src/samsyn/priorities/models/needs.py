"""What the region needs, agreed in a round: the function wanted, where, by when, and who stands behind it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.insights.models import Run, Series
from samsyn.members.models import Organisation
from samsyn.plans.models import Item
from samsyn.priorities.models.choices import COUNTIES_LONGEST
from samsyn.priorities.models.objects import TransportObject
from samsyn.priorities.models.rounds import AnalysisRound


class NeedFunction(models.Model):
    """A function that needs serve, such as high-capacity public transport: the round's groups of needs."""

    round = models.ForeignKey(AnalysisRound, on_delete=models.CASCADE, related_name="functions")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    impersonal = ("code", "name")

    class Meta:
        ordering = ["round", "position", "pk"]
        verbose_name = _("function")
        verbose_name_plural = _("functions")
        constraints = [models.UniqueConstraint(fields=["round", "code"], name="function_of_a_round_once")]

    def __str__(self) -> str:
        return self.name


class NeedRank(models.TextChoices):
    """How strongly the round asks for it."""

    PRIORITISED = "prioritised", _("Prioritised")
    AGREED = "agreed", _("Agreed earlier, must hold")
    OTHER = "other", _("Other need")


class Need(models.Model):
    """A need: a function on a stretch of a corridor by a year. Not an investment: objects are candidate answers.

    `continues` is the same need in the round before, whatever it was called there. `modes` are codes of `Mode` and
    `counties` county codes, both with commas between; `line` is GeoJSON in WGS 84.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(AnalysisRound, on_delete=models.CASCADE, related_name="needs")
    function = models.ForeignKey(
        NeedFunction, null=True, blank=True, on_delete=models.SET_NULL, related_name="needs", verbose_name=_("function")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    wording = models.TextField(_("wording"), blank=True)
    rank = models.CharField(_("priority"), max_length=12, choices=NeedRank.choices, default=NeedRank.OTHER)
    modes = models.CharField(_("modes"), max_length=60, blank=True)
    corridor = models.CharField(_("corridor"), max_length=120, blank=True)
    stretch_from = models.CharField(_("from the place"), max_length=120, blank=True)
    stretch_to = models.CharField(_("to the place"), max_length=120, blank=True)
    counties = models.CharField(_("counties"), max_length=COUNTIES_LONGEST, blank=True)
    line = models.JSONField(_("place"), null=True, blank=True)
    by_year = models.PositiveSmallIntegerField(_("by the year"), null=True, blank=True)
    continues = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="continued_by",
        verbose_name=_("continues"),
    )
    objects_answering: "models.ManyToManyField[TransportObject, Answer]" = models.ManyToManyField(
        TransportObject, through="Answer", related_name="needs", verbose_name=_("objects")
    )

    impersonal = ("title", "wording", "modes", "corridor", "stretch_from", "stretch_to", "counties", "line")

    class Meta:
        ordering = ["round", "number", "pk"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="need_number_is_unique"),
            models.CheckConstraint(
                condition=Q(continues__isnull=True) | ~Q(continues=F("pk")), name="need_does_not_continue_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Answer(models.Model):
    """That an object would answer a need, wholly or in part."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="answers")
    object = models.ForeignKey(TransportObject, on_delete=models.CASCADE, related_name="answers")
    part = models.BooleanField(_("in part"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    impersonal = ("note",)

    class Meta:
        verbose_name = _("answer to a need")
        verbose_name_plural = _("answers to needs")
        constraints = [models.UniqueConstraint(fields=["need", "object"], name="object_answers_a_need_once")]

    def __str__(self) -> str:
        return f"{self.need} - {self.object}"


class NeedSupport(models.Model):
    """Who stands behind a need."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="supports")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("support of a need")
        verbose_name_plural = _("supports of needs")
        constraints = [models.UniqueConstraint(fields=["need", "organisation"], name="need_is_supported_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class CommitmentState(models.TextChoices):
    PROMISED = "promised", _("Promised")
    UNDER_WAY = "under_way", _("Under way")
    KEPT = "kept", pgettext_lazy("commitment", "Kept")
    BROKEN = "broken", _("Not kept")


class Commitment(models.Model):
    """What the region promises in return: trains, tickets, homes near stations."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(AnalysisRound, on_delete=models.CASCADE, related_name="commitments")
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments")
    text = models.TextField(_("commitment"))
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    by_year = models.PositiveSmallIntegerField(_("by the year"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CommitmentState.choices, default=CommitmentState.PROMISED
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    impersonal = ("text", "source")

    class Meta:
        ordering = ["round", "pk"]
        verbose_name = _("own commitment")
        verbose_name_plural = _("own commitments")

    def __str__(self) -> str:
        return self.text[:60]


class EvidenceKind(models.TextChoices):
    RUN = "run", _("Analysis")
    SERIES = "series", _("Published series")
    DOCUMENT = "document", _("Document")


class Evidence(models.Model):
    """Why a need is a need: a result of the analysis, a published series, or a document at an address."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind.choices)
    title = models.CharField(_("title"), max_length=200)
    says = models.TextField(_("what it says"), blank=True)
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.URLField(_("address"), blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)

    impersonal = ("title", "says", "address")

    class Meta:
        ordering = ["need", "pk"]
        verbose_name = _("evidence of a need")
        verbose_name_plural = _("evidence of needs")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="run", run__isnull=False, series__isnull=True)
                | Q(kind="series", series__isnull=False, run__isnull=True)
                | Q(kind="document", run__isnull=True, series__isnull=True) & ~Q(address=""),
                name="evidence_is_of_its_kind",
            )
        ]

    def __str__(self) -> str:
        return self.title


class NeedGoal(models.Model):
    """The goal or activity of a plan that a need belongs to: the thread from need to plan."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="goals")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="needs")

    class Meta:
        verbose_name = _("goal of a need")
        verbose_name_plural = _("goals of needs")
        constraints = [models.UniqueConstraint(fields=["need", "item"], name="need_serves_a_goal_once")]

    def __str__(self) -> str:
        return str(self.item)
