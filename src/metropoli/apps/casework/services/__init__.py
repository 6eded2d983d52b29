"""What changes cases: they begin, go on by steps of people and of the law, and are read."""

from metropoli.apps.casework.services.cases import move_to_version, open_case, take_step
from metropoli.apps.casework.services.demo import load_demo_desk
from metropoli.apps.casework.services.forecasts import foresee_case, foresee_request
from metropoli.apps.casework.services.reading import check_log, read_case, read_document
from metropoli.apps.casework.services.settling import settle_due

__all__ = [
    "check_log",
    "foresee_case",
    "foresee_request",
    "load_demo_desk",
    "move_to_version",
    "open_case",
    "read_case",
    "read_document",
    "settle_due",
    "take_step",
]
