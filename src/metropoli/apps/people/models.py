from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from metropoli.apps.people.types import ROLES
from metropoli.apps.territory.models import Perimeter


class UserManager(BaseUserManager["User"]):
    """Make accounts that are known by their email, written in small letters."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True} | fields
        )

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        # One person, one account: Ada@Comune.IT and ada@comune.it are the same letter box.
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can log in. Ids say nothing about how many there are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(
        max_length=2, choices=[("it", "Italiano"), ("en", "English")], default="it"
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    # Somebody made up for the demonstration: whoever comes may enter as them, without a password.
    is_simulated = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        ordering = ["email"]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = UserManager.normalize_email(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = UserManager.normalize_email(self.email)
        super().save(*args, **kwargs)


class Organisation(models.Model):
    """Who acts: a Comune, a public body, a company, an association."""

    code = models.SlugField(max_length=64, unique=True)
    kind = models.SlugField(max_length=40)
    name_it = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    ipa_code = models.CharField(max_length=20, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name_it"]

    def __str__(self) -> str:
        return self.name_it


class Membership(models.Model):
    """A person's role in an organisation, held in a perimeter for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    perimeter = models.ForeignKey(Perimeter, models.PROTECT, related_name="+")
    from_day = models.DateField()
    until_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "perimeter", "from_day"],
                name="people_membership_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_day__isnull=True)
                | models.Q(until_day__gte=models.F("from_day")),
                name="people_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class FailedLogin(models.Model):
    """A wrong password, kept for a day. Keys are digests: nobody reads an address from them."""

    email_key = models.CharField(max_length=64, db_index=True)
    address_key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
