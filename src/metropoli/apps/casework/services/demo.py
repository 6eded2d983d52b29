"""A desk to play at: an enterprise, an office, a health authority and who looks on, all made up."""

from __future__ import annotations

from datetime import date

from metropoli.apps.casework.queries import METROPOLITAN_CITY, office_of
from metropoli.apps.people import services as people
from metropoli.apps.people.types import MANAGER, OPERATOR, READER, Grant, OrganisationCard
from metropoli.apps.territory import queries as territory
from metropoli.apps.territory import services as places
from metropoli.apps.territory.types import PerimeterFacts

MONCALIERI = "001156"
FROM_DAY = date(2026, 1, 1)
EVERYWHERE, THERE = "desk-demo", "comune-001156"
ORGANISATIONS = (
    OrganisationCard("bar-sul-po", "enterprise", "Bar sul Po srl", "Bar sul Po srl"),
    OrganisationCard(
        office_of(MONCALIERI), "comune", "Comune di Moncalieri", "Municipality of Moncalieri"
    ),
    OrganisationCard("asl-to5", "health-authority", "ASL TO5", "ASL TO5 (health authority)"),
    OrganisationCard("vvf-torino", "fire-brigade", "Vigili del fuoco", "Fire brigade"),
    OrganisationCard("arpa", "environment-agency", "ARPA Piemonte", "ARPA Piemonte"),
    OrganisationCard(
        METROPOLITAN_CITY, "metropolitan-city", "Città metropolitana", "Metropolitan city"
    ),
)
PEOPLE = (
    ("elisa", "Elisa Bosco · imprenditrice, Bar sul Po", "bar-sul-po", OPERATOR, EVERYWHERE),
    ("dario", "Dario Conti · responsabile SUAP, Moncalieri", THERE, MANAGER, THERE),
    ("olga", "Olga Ferri · istruttrice SUAP, Moncalieri", THERE, OPERATOR, THERE),
    ("aldo", "Aldo Gallo · ASL TO5", "asl-to5", OPERATOR, EVERYWHERE),
    ("marta", "Marta Riva · Città metropolitana", METROPOLITAN_CITY, READER, EVERYWHERE),
)


def load_demo_desk() -> None:
    """Make up the people and organisations with whom the desk can be tried; twice changes nothing."""
    comuni = frozenset(one.istat for one in territory.comuni())
    for code, inside in ((EVERYWHERE, comuni), (THERE, frozenset({MONCALIERI}))):
        name_it, name_en = "Prova dello sportello", "Trying the desk"
        places.define_perimeter(
            facts=PerimeterFacts(code, "demo", name_it, name_en, "Metropoli", inside)
        )
    bodies = {one.code: people.register_organisation(card=one) for one in ORGANISATIONS}
    for name, full_name, body, role, perimeter in PEOPLE:
        user = people.invent_person(email=f"{name}@demo.invalid", full_name=full_name)
        grant = Grant(role, perimeter, FROM_DAY)
        people.appoint_simulated(user=user, organisation=bodies[body], grant=grant)
