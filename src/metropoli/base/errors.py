"""The four ways this platform says no. Everything we raise on purpose is one of these."""

from __future__ import annotations


class MetropoliError(Exception):
    """Carry a stable code for machines, and the values that a translated sentence needs."""

    status = 500

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(f"{code} {values}" if values else code)
        self.code = code
        self.values = values


class NotFound(MetropoliError):
    """What was asked for does not exist here."""

    status = 404


class Refused(MetropoliError):
    """It exists, but not for this person or not in this way."""

    status = 403


class Conflict(MetropoliError):
    """It clashes with the present state: look again, then decide."""

    status = 409


class Invalid(MetropoliError):
    """The question itself is wrong, and the sentence says how to mend it."""

    status = 422
