from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """Something that has a name: the truth from which the index on disk is rebuilt."""

    source = models.SlugField(max_length=40)
    kind = models.SlugField(max_length=40)
    key = models.CharField(max_length=200)
    name_it = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    context_it = models.CharField(max_length=300, blank=True)
    context_en = models.CharField(max_length=300, blank=True)
    lat_deg = models.FloatField(null=True)
    lon_deg = models.FloatField(null=True)
    weight = models.PositiveIntegerField(default=0)
    url = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["source"], name="words_entry_source")]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.kind} {self.name_it}"
