"""Instructions: which pieces of a way belong together, and how one turns between them."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from metropoli.engines.streets.types import Step

DEPART, STRAIGHT, U_TURN, ROUND, ARRIVE = "depart", "straight", "u_turn", "roundabout", "arrive"
SLIGHT_FROM_DEG, TURN_FROM_DEG, SHARP_FROM_DEG = 20.0, 45.0, 125.0
SAME_STREET_DEG = 50.0  # a street keeps its name round a bend; a nameless path does not
NAMELESS_DEG = 35.0
MS_PER_S = 1000.0
HAIR = 1e-6  # so that rounding noise does not add a second
WHOLE_TURN, HALF_TURN = 360.0, 180.0


class Piece(NamedTuple):
    """One arc of a way."""

    street: int
    street_class: str
    is_round: bool
    length_m: float
    time_ms: float
    leaves_deg: float
    arrives_deg: float
    first_point: int
    exits: int
    turns_back: bool


def steps_of(pieces: list[Piece]) -> tuple[Step, ...]:
    """Return the instructions of a way: the first departs, the last arrives and takes no time."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _goes_on(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    steps = []
    clock_ms, told_s = 0.0, 0
    for i, group in enumerate(groups):
        clock_ms += sum(piece.time_ms for piece in group)
        until_s = ceil(clock_ms / MS_PER_S - HAIR)
        before = groups[i - 1][-1] if i else None
        after = groups[i + 1][0] if i + 1 < len(groups) else None
        steps.append(_step(group, before, after, until_s - told_s))
        told_s = until_s
    return (*steps, _arrival(pieces[-1]))


def _goes_on(before: Piece, piece: Piece) -> bool:
    if before.is_round or piece.is_round:
        return before.is_round and piece.is_round
    if piece.turns_back or piece.street != before.street:
        return False
    bend = abs(_bend_deg(before, piece))
    if piece.street:
        return bend < SAME_STREET_DEG
    return bend < NAMELESS_DEG and _kind(piece) == _kind(before)


def _kind(piece: Piece) -> str:
    return piece.street_class if piece.street_class in {"steps", "ferry", "platform"} else "way"


def _step(group: list[Piece], before: Piece | None, after: Piece | None, duration_s: int) -> Step:
    first = group[0]
    # The street that one takes out of a roundabout says more than the ring's own name.
    named = after if first.is_round and after else max(group, key=lambda piece: piece.length_m)
    return Step(
        turn=_turn(before, first),
        street=named.street or first.street,
        street_class=named.street_class,
        length_m=sum(piece.length_m for piece in group),
        duration_s=duration_s,
        first_point=first.first_point,
        exit=max(1, sum(piece.exits for piece in group)) if first.is_round else 0,
    )


def _turn(before: Piece | None, piece: Piece) -> str:
    if before is None:
        return DEPART
    if piece.turns_back:
        return U_TURN
    if piece.is_round:
        return ROUND
    return STRAIGHT if before.is_round else _named(_bend_deg(before, piece))


def _named(bend_deg: float) -> str:
    side = "right" if bend_deg > 0 else "left"
    bend_deg = abs(bend_deg)
    if bend_deg < SLIGHT_FROM_DEG:
        return STRAIGHT
    if bend_deg < TURN_FROM_DEG:
        return f"slight_{side}"
    return side if bend_deg < SHARP_FROM_DEG else f"sharp_{side}"


def _bend_deg(before: Piece, piece: Piece) -> float:
    """Return how far one turns: 0 straight on, positive to the right, within ±180."""
    return (piece.leaves_deg - before.arrives_deg + 3 * HALF_TURN) % WHOLE_TURN - HALF_TURN


def _arrival(last: Piece) -> Step:
    return Step(ARRIVE, last.street, last.street_class, 0.0, 0, last.first_point + 1)
