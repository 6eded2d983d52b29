from __future__ import annotations

from django.db import models
from django.db.models import Q


class Dataset(models.Model):
    """A table that the platform eats or publishes: where it comes from and under which licence."""

    class Frequency(models.TextChoices):
        CONTINUOUS = "continuous"
        DAILY = "daily"
        WEEKLY = "weekly"
        MONTHLY = "monthly"
        YEARLY = "yearly"
        IRREGULAR = "irregular"
        NEVER = "never"

    class Privacy(models.TextChoices):
        OPEN = "open"
        AGGREGATE = "aggregate"
        PERSONAL = "personal"

    code = models.SlugField(max_length=64, unique=True)
    title_it = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    description_it = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    publisher = models.CharField(max_length=200)
    source = models.CharField(max_length=500, help_text="The address or the name of the file.")
    licence = models.CharField(max_length=64, help_text="SPDX identifier where there is one.")
    licence_url = models.URLField(max_length=300, blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    frequency = models.CharField(
        max_length=16, choices=Frequency.choices, default=Frequency.IRREGULAR
    )
    generated = models.BooleanField(default=False, help_text="Made by us: every screen says so.")
    privacy = models.CharField(max_length=16, choices=Privacy.choices, default=Privacy.OPEN)

    class Meta:
        ordering = ["title_it", "code"]

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """One reading of a dataset's source. Its bytes are known by their SHA-256."""

    class Status(models.TextChoices):
        IN_SERVICE = "in_service"
        REFUSED = "refused"
        REPLACED = "replaced"

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField(default=0)
    status = models.CharField(max_length=16, choices=Status.choices)
    imported_at = models.DateTimeField()
    checked_at = models.DateTimeField(help_text="When the source last gave these same bytes.")
    counts = models.JSONField(default=dict, help_text="How many rows of each kind it holds.")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    software_version = models.CharField(max_length=40)

    class Meta:
        ordering = ["dataset", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="data_version_number"),
            models.UniqueConstraint(fields=["dataset", "sha256"], name="data_version_bytes"),
            models.UniqueConstraint(
                fields=["dataset"],
                condition=Q(status="in_service"),
                name="data_one_version_in_service",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id}/{self.number}"


class Problem(models.Model):
    """Something wrong that an import met, and how often. The sentence is made from the code."""

    class Severity(models.TextChoices):
        ERROR = "error"
        WARNING = "warning"
        INFO = "info"

    version = models.ForeignKey(Version, models.CASCADE, related_name="problems")
    severity = models.CharField(max_length=16, choices=Severity.choices)
    code = models.SlugField(max_length=64)
    file = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    values = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.severity} {self.code}"
