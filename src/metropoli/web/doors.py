"""The eight doors of the platform: the first level of the menu and of the home page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from metropoli.plan import Card, cards


@dataclass(frozen=True, slots=True)
class Door:
    """A door shows its first useful screen; one that is not built yet shows what it will be."""

    key: str
    title: Promise
    invites: Promise
    page: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether there is a screen behind it."""
        return bool(address_of(self.page))

    @property
    def url(self) -> str:
        """Return where the door leads."""
        return address_of(self.page) or f"{reverse('plan')}?door={self.key}"

    @property
    def cards(self) -> tuple[Card, ...]:
        """Return the projects behind the door."""
        return tuple(card for card in cards() if card.door == self.key)


def address_of(page: str) -> str:
    """Return the address of a named page, or nothing while the page does not exist."""
    try:
        return reverse(page) if page else ""
    except NoReverseMatch:
        return ""


DOORS = (
    Door("move", _("Move"), _("Trips door to door, by every means"), "mobility:planner"),
    Door(
        "desk", _("Desk"), _("Requests to the administration, and how long they take"), "desk:ask"
    ),
    Door("enterprise", _("Enterprise and places"), _("Sites, calls and help for those who start")),
    Door("learn", _("Learn and work"), _("Courses, laboratories, placements and jobs")),
    Door("live", _("Live"), _("Home, care and shared goods near you")),
    Door("discover", _("Discover"), _("Green, food, culture and things to do")),
    Door("plan", _("The plan"), _("The 29 projects and what works today"), "plan"),
    Door("books", _("Open books"), _("Data and accounts that anyone can check"), "data:datasets"),
)


def door(key: str) -> Door | None:
    """Return the door with this key, if there is one."""
    return next((one for one in DOORS if one.key == key), None)
