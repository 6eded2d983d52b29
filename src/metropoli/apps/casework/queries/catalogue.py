"""The procedures that are in force, read once from the facts beside this app."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from metropoli.apps.casework.rules import reading
from metropoli.apps.casework.types import Procedure
from metropoli.base.errors import NotFound

FACTS = Path(__file__).parents[1] / "facts"


@cache
def versions() -> Mapping[str, Procedure]:
    """Return every version of every procedure that we know, by `code@version`."""
    bases = {path.stem: path.read_text("utf-8") for path in (FACTS / "bases").glob("*.toml")}
    read = (
        reading.read(path.read_text("utf-8"), name=path.name, bases=bases)
        for path in sorted((FACTS / "procedures").glob("*.toml"))
    )
    return {procedure.key: procedure for procedure in read}


def in_force(today: date) -> tuple[Procedure, ...]:
    """Return the procedures that one can begin today, by title."""
    found = (one for one in versions().values() if is_in_force(one, today))
    return tuple(sorted(found, key=lambda one: one.title.it))


def is_in_force(procedure: Procedure, today: date) -> bool:
    """Tell whether a case of this version can begin on a day."""
    return procedure.from_day <= today and (
        procedure.until_day is None or today <= procedure.until_day
    )


def procedure_of(code: str, today: date) -> Procedure:
    """
    Return the version of a procedure that is in force today.

    :raises NotFound: no_such_procedure
    """
    found = [one for one in in_force(today) if one.code == code]
    if not found:
        raise NotFound("no_such_procedure", procedure=code)
    return max(found, key=lambda one: one.from_day)
