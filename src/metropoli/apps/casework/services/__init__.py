"""What changes cases: they begin, go on by steps of people and of the law, and are read."""

from metropoli.apps.casework.services.cases import (
    check_log,
    open_case,
    read_case,
    settle_due,
    take_step,
)

__all__ = ["check_log", "open_case", "read_case", "settle_due", "take_step"]
