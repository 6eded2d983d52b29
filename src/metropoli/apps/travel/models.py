from __future__ import annotations

from django.db import models

from metropoli.apps.data.models import Dataset


class Source(models.Model):
    """A feed, a street extract or a grid of heights that the network is built from. Its bytes lie under `sources/`."""

    class Kind(models.TextChoices):
        GTFS = "gtfs"
        OSM = "osm"
        HEIGHTS = "heights"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.SlugField(max_length=40, help_text="Stands before the ids of the feed.")
    dataset = models.OneToOneField(Dataset, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    form = models.CharField(max_length=8, help_text="zip, pbf, xml or tif.")

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="source_kind_name")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def code(self) -> str:
        """Return the code of its dataset."""
        return f"{self.kind}-{self.name}"


class Fleet(models.Model):
    """A shared fleet, or a list of car parks: what is there now changes by the minute."""

    class Kind(models.TextChoices):
        GBFS = "gbfs"
        PARKING = "parking"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.SlugField(max_length=40)
    dataset = models.OneToOneField(Dataset, models.PROTECT, related_name="+")
    address = models.CharField(
        max_length=500, blank=True, help_text="Where it is looked at anew; empty: never."
    )
    allow_private = models.BooleanField(default=False, help_text="Hosts of our own network.")
    looked_at = models.DateTimeField(help_text="When it last answered.")
    trouble = models.SlugField(
        max_length=64, blank=True, help_text="Why it did not answer the last time."
    )

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="fleet_kind_name")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def code(self) -> str:
        """Return the code of its dataset."""
        return f"{self.kind}-{self.name}"


class LiveFeed(models.Model):
    """Where vehicles, their delays and alerts are heard of (GTFS-Realtime)."""

    class Kind(models.TextChoices):
        ADDRESS = "address"
        RECORDED = "recorded"
        SIMULATED = "simulated"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.SlugField(max_length=40, unique=True)
    dataset = models.OneToOneField(Dataset, models.PROTECT, related_name="+")
    feed = models.CharField(
        max_length=40, blank=True, help_text="The timetable whose names it speaks; empty: any."
    )
    place = models.CharField(max_length=500, blank=True, help_text="An address or a folder.")
    allow_private = models.BooleanField(default=False, help_text="Hosts of our own network.")
    every_s = models.PositiveIntegerField(default=30)
    heard_at = models.DateTimeField(null=True, help_text="When it last answered.")
    tried_at = models.DateTimeField(null=True)
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=200, blank=True)
    trouble = models.SlugField(
        max_length=64, blank=True, help_text="Why it was of no use the last time."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """Return the code of its dataset."""
        return f"live-{self.name}"
