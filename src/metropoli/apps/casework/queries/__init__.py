"""What can be asked of procedures and cases."""

from metropoli.apps.casework.queries.access import METROPOLITAN_CITY, SUPERVISOR, office_of
from metropoli.apps.casework.queries.catalogue import in_force, procedure_of, versions

__all__ = [
    "METROPOLITAN_CITY",
    "SUPERVISOR",
    "in_force",
    "office_of",
    "procedure_of",
    "versions",
]
