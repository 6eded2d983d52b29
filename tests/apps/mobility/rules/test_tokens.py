"""A followed trip travels in an address: whole, and nothing that is no trip gets in."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.mobility import made
from metropoli.apps.mobility import rules
from metropoli.base.errors import Invalid


def pack(told):
    return urlsafe_b64encode(zlib.compress(json.dumps(told).encode())).decode().rstrip("=")


GOOD = ["tram", "Alfa", "Gamma", "key", "tram:A", "tram:C", "4", "Delta", 10, 20, 45, 7, 45, 7, 0]


def test_a_trip_comes_back_with_its_promised_times():
    trip = made.by_tram_and_bus()
    found = rules.trip_of(rules.token_of(trip))
    assert [leg.mode for leg in found.legs] == ["walk", "tram", "bus", "walk"]
    tram = found.legs[1]
    assert tram.departs_at == made.at("08:05")
    assert (tram.from_stop, tram.to_stop, tram.line) == ("tram:A", "tram:C", "4")
    assert tram.trip_key == trip.legs[1].trip_key
    assert found.legs[-1].end.lat_deg == pytest.approx(made.OFFICE.lat_deg, abs=1e-6)


def test_the_address_stays_short_enough_to_be_sent():
    assert len(rules.token_of(made.by_tram_and_bus())) < 1_000


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "!",
        "é",
        "A" * 7_000,
        pack([]),
        pack({}),
        pack([[]]),
        pack([GOOD[:-1]]),
        pack([[*GOOD, 0]]),
        pack([[*GOOD[:8], 20, 10, *GOOD[10:]]]),
        pack([[*GOOD[:8], -1, *GOOD[9:]]]),
        pack([[*GOOD[:8], 1e300, *GOOD[9:]]]),
        pack([[*GOOD[:10], 95, *GOOD[11:]]]),
        pack([[*GOOD[:10], "45", *GOOD[11:]]]),
        pack([["x" * 300, *GOOD[1:]]]),
        pack([GOOD] * 50),
        pack(["x" * 100_000]),
    ],
    ids=range(17),
)
def test_what_is_no_trip_is_refused(wrong):
    with pytest.raises(Invalid):
        rules.trip_of(wrong)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    with suppress(Invalid):
        rules.trip_of(text)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=9), st.lists))
def test_no_packed_value_breaks_the_reader(value):
    with suppress(Invalid):
        rules.trip_of(pack(value))
