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

__all__ = [
    "check_log",
    "load_demo_desk",
    "open_case",
    "read_case",
    "read_document",
    "settle_due",
    "take_step",
]
