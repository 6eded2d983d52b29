from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from metropoli.apps.people.models import Organisation
from metropoli.apps.territory.models import Comune


class Case(models.Model):
    """
    One request. What is kept here beside its log is only what lists are sorted and filtered by.

    `law_acts_at` is when the law acts by itself if nobody does anything before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    procedure = models.SlugField(max_length=64)
    version = models.CharField(max_length=20)
    comune = models.ForeignKey(Comune, models.PROTECT, related_name="+")
    applicant = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    phase = models.SlugField(max_length=64)
    outcome = models.SlugField(max_length=20, blank=True)
    closed_at = models.DateTimeField(null=True)
    law_acts_at = models.DateTimeField(null=True, db_index=True)
    n_events = models.PositiveIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["comune", "outcome", "law_acts_at"], name="casework_queue")]

    def __str__(self) -> str:
        return self.number


class LogEntry(models.Model):
    """
    One event of a case, as it was written; migration 0001 lets nobody change it.

    The body is kept as the very words over which the digest was taken. A key is given by who acts,
    so that what is sent twice happens once.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="log")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.SlugField(max_length=20)
    move = models.SlugField(max_length=64)
    role = models.SlugField(max_length=20)
    person = models.CharField(max_length=64, blank=True)
    organisation = models.CharField(max_length=64, blank=True)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["case", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="casework_log_seq"),
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="casework_log_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq}"


class AskedBody(models.Model):
    """A body that was asked something in a case: who may read it, and what waits on its desk."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="asked")
    organisation = models.CharField(max_length=64, db_index=True)
    is_waited_for = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "organisation"], name="casework_asked_once")
        ]

    def __str__(self) -> str:
        return self.organisation


class Reading(models.Model):
    """Who read a case, when and in which role."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.SlugField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"
