"""What changes cases: they begin, go on by steps of people and of the law, and are read."""

from metropoli.apps.casework.services.cases import (
    check_log,
    open_case,
    read_case,
    read_document,
    settle_due,
    take_step,
)
from metropoli.apps.casework.services.demo import load_demo_desk
from metropoli.apps.casework.services.forecasts import foresee_case, foresee_request

__all__ = [
    "check_log",
    "foresee_case",
    "foresee_request",
    "load_demo_desk",
    "open_case",
    "read_case",
    "read_document",
    "settle_due",
    "take_step",
]
