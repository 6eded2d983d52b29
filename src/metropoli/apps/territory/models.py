from __future__ import annotations

from django.db import models

from metropoli.apps.data.models import Dataset


class Comune(models.Model):
    """A municipality, known by its ISTAT code of six digits."""

    istat = models.CharField(max_length=6, primary_key=True)
    name_it = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    population = models.PositiveIntegerField()
    population_year = models.PositiveSmallIntegerField()
    area_km2 = models.FloatField()
    altitude_m = models.FloatField(null=True, blank=True)
    lat_deg = models.FloatField()
    lon_deg = models.FloatField()
    # WGS 84; the box is that of the boundary, so that a point tries few boundaries.
    boundary_wkb = models.BinaryField(null=True)
    west_deg = models.FloatField(null=True)
    south_deg = models.FloatField(null=True)
    east_deg = models.FloatField(null=True)
    north_deg = models.FloatField(null=True)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name_it"]
        verbose_name_plural = "comuni"

    def __str__(self) -> str:
        return self.name_it


class Perimeter(models.Model):
    """A named set of Comuni. Perimeters nest and overlap; a Comune belongs to many."""

    code = models.SlugField(max_length=64, unique=True)
    kind = models.SlugField(max_length=40)
    name_it = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    source = models.CharField(max_length=500, help_text="Who says that these are its Comuni.")
    source_en = models.CharField(max_length=500, blank=True)
    comuni = models.ManyToManyField(Comune, related_name="perimeters")

    class Meta:
        ordering = ["name_it"]

    def __str__(self) -> str:
        return self.code


class Place(models.Model):
    """
    Anything else with a position: a stop, a building, a park, a trail.

    Its box is indexed (R*Tree on SQLite, GiST on PostGIS); migration 0002 holds the index in step.
    """

    kind = models.SlugField(max_length=40)
    key = models.CharField(max_length=200)
    name_it = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    lat_deg = models.FloatField()
    lon_deg = models.FloatField()
    geometry_wkb = models.BinaryField(null=True)
    west_deg = models.FloatField()
    south_deg = models.FloatField()
    east_deg = models.FloatField()
    north_deg = models.FloatField()
    comune = models.ForeignKey(Comune, models.SET_NULL, null=True, related_name="places")
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="territory_place_kind_key")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name_it}"
