"""Tell a person at a terminal, or nobody, how a long job is going."""

from __future__ import annotations

import sys
from collections.abc import Callable

# Called with a short sentence whenever a long job starts a new step.
Progress = Callable[[str], None]


def silent(_step: str) -> None:
    """Say nothing: for tests and for tasks that nobody watches."""


def on_terminal(step: str) -> None:
    """Print the step on the standard error, so that a command's output stays clean."""
    sys.stderr.write(f"· {step}\n")
    sys.stderr.flush()
