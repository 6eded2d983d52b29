"""More time to change is never worse, and enough of it is certain."""

from __future__ import annotations

import numpy as np

from metropoli.engines.journeys import Line, delay_table, modelled_delays


def lines(*modes):
    return [Line(str(mode), "f", "", "", "", mode, "", "") for mode in modes]


def test_the_model_knows_every_mode_and_ends_in_certainty():
    table = modelled_delays(lines(*range(13)))
    risk = table.risk.reshape(table.n_classes, table.n_steps)
    assert (np.diff(risk, axis=1) <= 0).all()
    assert (risk[:, -1] == 0).all()
    assert table.line_class.max() < table.n_classes


def test_a_bus_is_less_certain_than_a_metro():
    table = modelled_delays(lines(1, 3))
    metro, bus = table.risk.reshape(table.n_classes, table.n_steps)[table.line_class]
    assert (metro <= bus).all()
    assert (metro[:10] < bus[:10]).all()


def test_observations_that_say_that_less_time_is_safer_are_smoothed():
    table = delay_table(np.zeros(1, np.int32), np.array([[0.5, 0.9, 0.7, 1.0]]), 60)
    assert table.risk.tolist() == [693, 105, 105, 0]


def test_no_chance_at_all_is_still_a_number():
    table = delay_table(np.zeros(1, np.int32), np.array([[0.0, 1.0]]), 60)
    assert table.risk[0] == 9210
