"""From the text of a procedure (TOML) to a Procedure that holds together, or a reason why not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from metropoli.apps.casework.rules import soundness
from metropoli.apps.casework.types import (
    Document,
    Fee,
    Field,
    Form,
    Move,
    Phase,
    Procedure,
    Task,
    Term,
    Text,
)
from metropoli.base.errors import Invalid

Record = Mapping[str, Any]
Part = TypeVar("Part", Phase, Move, Term, Task, Form)
LISTS = ("starts", "stops", "restarts", "resets", "ends", "after_moves")
CODED = ("phase", "move", "term", "task", "form")
WORDS = ("to_phase", "form", "law", "while_running", "opens_task", "closes_task", "outcome")


def read(text: str, *, name: str, bases: Mapping[str, str] | None = None) -> Procedure:
    """
    Return the procedure that a text describes; the name is that of its file, for who reads errors.

    A text that is `like` another says only what differs: phases, moves, terms, tasks, forms and
    their fields are added to those of the other, or change those that have the same code.

    :raises Invalid: procedure_wrong, with what is wrong
    """
    try:
        record = tomllib.loads(text)
        like = record.get("like", "")
        base = tomllib.loads((bases or {})[like]) if like else {}
        procedure = _procedure(_on_top(base, record))
    except tomllib.TOMLDecodeError as error:
        raise Invalid("procedure_wrong", procedure=name, problem=str(error)) from None
    except KeyError as error:
        problem = f"{error.args[0]} is missing"
        raise Invalid("procedure_wrong", procedure=name, problem=problem) from None
    except (TypeError, ValueError, AttributeError) as error:
        raise Invalid("procedure_wrong", procedure=name, problem=str(error)) from None
    problems = soundness.problems_of(procedure)
    if problems:
        raise Invalid("procedure_wrong", procedure=name, problem="; ".join(problems))
    return procedure


def _on_top(base: Record, record: Record) -> Record:
    return {**base, **record} | {name: _merged(base, record, name) for name in CODED}


def _merged(base: Record, record: Record, name: str) -> list[Record]:
    """Return the records of a name: those of the base as they are changed, then the new ones."""
    own = {one["code"]: one for one in record.get(name, ())}
    if len(own) < len(record.get(name, ())):
        raise ValueError(f"a {name} is there twice")
    changed = [_changed(one, own.pop(one["code"], {})) for one in base.get(name, ())]
    return changed + list(own.values())


def _changed(base: Record, record: Record) -> Record:
    fields = _merged(base, record, "field") if "field" in base else record.get("field", ())
    return {**base, **record} | ({"field": fields} if fields else {})


def _procedure(record: Record) -> Procedure:
    phases = _by_code(map(_phase, record["phase"]))
    return Procedure(
        code=record["code"],
        version=record["version"],
        title=_text(record["title"]),
        aim=_text(record["aim"]),
        from_day=_day(record["from_day"]),
        until_day=_day(record["until_day"]) if "until_day" in record else None,
        regime=record["regime"],
        law=tuple(record["law"]),
        applicants=tuple(record["applicants"]),
        activities=tuple(record.get("activities", ())),
        comuni=tuple(record.get("comuni", ())),
        gives=_text(record["gives"]),
        first_phase=next(iter(phases)),
        phases=phases,
        moves=_by_code(map(_move, record["move"])),
        terms=_by_code(map(_term, record.get("term", ()))),
        tasks=_by_code(map(_task, record.get("task", ()))),
        forms=_by_code(map(_form, record.get("form", ()))),
        fees=tuple(map(_fee, record.get("fee", ()))),
        words=tuple(record.get("words", ())),
    )


def _by_code(parts: Iterable[Part]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in parts:
        if part.code in found:
            raise ValueError(f"{part.code} is there twice")
        found[part.code] = part
    return found


def _text(record: Record) -> Text:
    return Text(record["it"], record["en"])


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is not a day")
    return value


def _phase(record: Record) -> Phase:
    return Phase(record["code"], _text(record["says"]), record["holder"])


def _task(record: Record) -> Task:
    return Task(record["code"], _text(record["says"]), record["term"])


def _term(record: Record) -> Term:
    return Term(
        code=record["code"],
        says=_text(record["says"]),
        lasts_days=_whole(record["lasts_days"]),
        law=record["law"],
        bound=record["bound"],
        when_over=record.get("when_over", ""),
        final=bool(record.get("final", False)),
        skips_august=bool(record.get("skips_august", False)),
        notice_days=tuple(map(_whole, record.get("notice_days", ()))),
    )


def _move(record: Record) -> Move:
    words: dict[str, Any] = {name: record.get(name, "") for name in WORDS}
    lists: dict[str, Any] = {name: tuple(record.get(name, ())) for name in LISTS}
    return Move(
        code=record["code"],
        says=_text(record["says"]),
        by=record["by"],
        from_phases=frozenset(record.get("from_phases", ())),
        documents=tuple(map(_document, record.get("document", ()))),
        decides=bool(record.get("decides", False)),
        at_most=_whole(record.get("at_most", 0)),
        after_tasks=bool(record.get("after_tasks", False)),
        **words,
        **lists,
    )


def _document(record: Record) -> Document:
    return Document(record["code"], _text(record["says"]), bool(record.get("required", True)))


def _fee(record: Record) -> Fee:
    amount_cents = _whole(record["amount_cents"])
    return Fee(record["code"], _text(record["says"]), amount_cents, record["law"])


def _form(record: Record) -> Form:
    fields = tuple(map(_field, record["field"]))
    codes = [one.code for one in fields]
    if len(set(codes)) < len(codes):
        raise ValueError(f"form {record['code']} asks something twice")
    return Form(record["code"], fields)


def _field(record: Record) -> Field:
    low_high = record.get("between")
    return Field(
        code=record["code"],
        kind=record["kind"],
        asks=_text(record["asks"]),
        required=bool(record.get("required", True)),
        between=(float(low_high[0]), float(low_high[1])) if low_high else None,
        choices={code: _text(one) for code, one in record.get("choices", {}).items()},
        fact=record.get("fact", ""),
        hint=_text(record["hint"]) if "hint" in record else Text("", ""),
    )


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError(f"{value!r} is not a whole number")
    return value
