"""Passes that a traveller holds already: rides that they cover are free, and change nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from metropoli.engines.journeys.fares.types import Products, Tariff
from metropoli.engines.journeys.types import Int32s

Column = np.ndarray[tuple[int, ...], np.dtype[Any]]


def with_passes(tariff: Tariff, products: Products, owned: frozenset[str]) -> Tariff:
    """
    Return the tariff for who owns passes, by the keys of their products.

    A ride that a pass covers is free, and leaves the ticket held as it is. Keys that no pass of the
    tariff has change nothing.
    """
    free: dict[int, int] = {}
    for one in products.passes:
        if products.sold[one.product].key in owned:
            free |= dict.fromkeys(one.rides, one.product)
    if not free:
        return tariff
    tariff = _apart(tariff)
    classes = np.array(sorted(free), np.int64)
    states = np.arange(tariff.n_states)
    frames = np.arange(tariff.n_frames)
    kinds = (states[:, None, None] * tariff.n_classes + classes[:, None]) * tariff.n_frames + frames
    at = tariff.option_first[kinds.ravel()]
    shape = kinds.shape
    state = np.broadcast_to(states[:, None, None], shape).ravel()
    product = np.array([free[row] for row in classes.tolist()], np.int32)
    more = np.zeros(tariff.n_states * tariff.n_classes * tariff.n_frames, np.int32)
    more[kinds.ravel()] = 1
    first = tariff.option_first + np.concatenate(([0], np.cumsum(more)))
    return tariff._replace(
        option_first=first.astype(np.int32),
        option_state=_with(tariff.option_state, at, state),
        option_cents=_with(tariff.option_cents, at, 0),
        option_settles=_with(tariff.option_settles, at, 0),
        option_opens=_with(tariff.option_opens, at, 1),
        option_product=_with(
            tariff.option_product, at, np.broadcast_to(product[:, None], shape).ravel()
        ),
        option_clock_s=_with(tariff.option_clock_s, at, 0),
        option_clock_from=_with(tariff.option_clock_from, at, 0),
        option_within=_with(tariff.option_within, at, -1),
        option_margin_s=_with(tariff.option_margin_s, at, 0),
    )


def _with(values: Column, at: Int32s, more: int | Column) -> Column:
    grown: Column = np.insert(values, at, more).astype(values.dtype)
    return grown


def _apart(tariff: Tariff) -> Tariff:
    """Give every state options of its own, so that it can be told to stay as it is."""
    if tariff.n_bases == tariff.n_states:
        order = tariff.state_base
        if (order == np.arange(tariff.n_states)).all():
            return tariff
    width = tariff.n_classes * tariff.n_frames
    counts = np.diff(tariff.option_first).reshape(tariff.n_bases, width)[tariff.state_base].ravel()
    starts = tariff.option_first[:-1].reshape(tariff.n_bases, width)[tariff.state_base].ravel()
    inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = np.repeat(starts, counts) + inside
    taken = {
        name: getattr(tariff, name)[rows]
        for name in Tariff._fields
        if name.startswith("option_") and name != "option_first"
    }
    return tariff._replace(
        n_bases=tariff.n_states,
        state_base=np.arange(tariff.n_states, dtype=np.int32),
        option_first=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        **taken,
    )
