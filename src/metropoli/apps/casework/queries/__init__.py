"""What can be asked of procedures and cases."""

from metropoli.apps.casework.queries.access import METROPOLITAN_CITY, SUPERVISOR, office_of
from metropoli.apps.casework.queries.catalogue import find, in_force, procedure_of, versions
from metropoli.apps.casework.queries.known import known_facts
from metropoli.apps.casework.queries.lists import of_applicant, of_body, of_office

__all__ = [
    "METROPOLITAN_CITY",
    "SUPERVISOR",
    "find",
    "in_force",
    "known_facts",
    "of_applicant",
    "of_body",
    "of_office",
    "office_of",
    "procedure_of",
    "versions",
]
