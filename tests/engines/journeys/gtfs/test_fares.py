"""The files of fares, old and new: read row by row, and what is wrong with them told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from engines.journeys.gtfs.maker import ROUTES, STOPS, WEEKDAYS, codes, read, table
from metropoli.engines import journeys
from metropoli.engines.journeys.gtfs.fare_tables import (
    UNLIMITED,
    FareProduct,
    LegacyFare,
    LegacyRule,
    LegRule,
    Timeframe,
    TransferRule,
)

Table = Sequence[Mapping[str, object]]

ZONED = [{**row, "zone_id": zone} for row, zone in zip(STOPS, "11223", strict=True)]


def fare(name: str = "F", **more: object) -> dict[str, object]:
    usual = {"fare_id": name, "price": "1.70", "currency_type": "EUR", "payment_method": 1}
    return {**usual, "transfers": "", "transfer_duration": 5400, **more}


def fare_rule(name: str = "F", **more: object) -> dict[str, object]:
    empty = dict.fromkeys(["route_id", "origin_id", "destination_id", "contains_id"], "")
    return {"fare_id": name, **empty, **more}


def product(name: str = "P", amount: object = "2.00", **more: object) -> dict[str, object]:
    return {"fare_product_id": name, "amount": amount, "currency": "EUR", **more}


def leg_rule(group: str = "G", name: str = "P", **more: object) -> dict[str, object]:
    empty = dict.fromkeys(
        ["network_id", "from_area_id", "to_area_id", "from_timeframe_group_id"], ""
    )
    return {"leg_group_id": group, "fare_product_id": name, **empty, **more}


def transfer_rule(one: str = "G", other: str = "G", **more: object) -> dict[str, object]:
    usual = {"from_leg_group_id": one, "to_leg_group_id": other, "transfer_count": 1}
    return {**usual, "fare_transfer_type": 0, **more}


OLD_FARES: dict[str, Table] = {
    "fare_attributes": [fare(), fare("O", transfers=1, price=3)],
    "fare_rules": [fare_rule(route_id="4"), fare_rule("O", origin_id="1", contains_id="2")],
}
NEW_FARES: dict[str, Table] = {
    "areas": [{"area_id": "in"}, {"area_id": "out"}],
    "stop_areas": [{"area_id": "in", "stop_id": "A"}, {"area_id": "out", "stop_id": "C"}],
    "networks": [{"network_id": "N"}],
    "route_networks": [{"network_id": "N", "route_id": "4"}],
    "timeframes": [{"timeframe_group_id": "T", "start_time": "7:00:00", "end_time": "9:00:00", "service_id": "week"}],
    "fare_products": [product(), product("Q", 1), product("R", 3)],
    "fare_media": [{"fare_media_id": "m", "fare_media_name": "Card"}],
    "rider_categories": [{"rider_category_id": "adult", "is_default_fare_category": 1}],
    "fare_leg_rules": [leg_rule(network_id="N"), leg_rule("H", "Q", from_area_id="in", from_timeframe_group_id="T")],
    "fare_transfer_rules": [
        transfer_rule(duration_limit=5400, duration_limit_type=1),
        transfer_rule("G", "H", transfer_count="", fare_transfer_type=2, fare_product_id="R"),
    ],
}  # fmt: skip


def old(**changed: Any) -> list[str]:
    return codes(stops=ZONED, **{**OLD_FARES, **changed})


def new(**changed: Any) -> list[str]:
    return codes(**{**NEW_FARES, **changed})


def test_old_fares_are_read_row_by_row():
    fares = read(stops=ZONED, **OLD_FARES).fares.legacy
    assert fares is not None
    assert fares.stop_zone == ("1", "1", "2", "2", "3")
    assert fares.fares == (
        LegacyFare("F", 170, "EUR", UNLIMITED, 5400, "", ruled=True),
        LegacyFare("O", 300, "EUR", 1, 5400, "", ruled=True),
    )
    assert fares.rules == (LegacyRule(0, 0, "", "", ""), LegacyRule(1, -1, "1", "", "2"))


def test_a_fare_belongs_to_its_agency():
    fares = read(fare_attributes=[fare(agency_id="G")]).fares.legacy
    assert fares is not None
    assert fares.fares[0].agency == "Trams"
    assert not fares.fares[0].ruled


def test_new_fares_are_read_row_by_row():
    fares = read(**NEW_FARES).fares.areas
    assert fares is not None
    assert fares.areas == {"in", "out"}
    assert fares.stop_areas[:3] == ({"in"}, frozenset(), {"out"})
    assert fares.line_network == ("N",)
    assert fares.products[0] == FareProduct("P", "P", 200, "EUR", "")
    assert fares.leg_rules == (
        LegRule("G", "N", "", "", "", "P", 0),
        LegRule("H", "", "in", "", "T", "Q", 0),
    )
    assert not fares.has_priorities
    assert fares.transfer_rules == (
        TransferRule("G", "G", 1, 5400, 1, 0, ""),
        TransferRule("G", "H", 1, UNLIMITED, 0, 2, "R"),
    )
    (frame,) = fares.timeframes
    assert frame[:3] == Timeframe("T", 420, 540, frozenset())[:3]
    assert len(frame.days) == 10


def test_the_days_of_a_timeframe_need_no_trips():
    always = {**WEEKDAYS, "service_id": "fares", "saturday": 1, "sunday": 1}
    frame = {"timeframe_group_id": "T", "start_time": "", "end_time": "", "service_id": "fares"}
    fares = read(calendar=[WEEKDAYS, always], **{**NEW_FARES, "timeframes": [frame]}).fares.areas
    assert fares is not None
    assert fares.timeframes[0][1:3] == (0, 1440)
    assert len(fares.timeframes[0].days) == 14


def test_the_network_of_a_line_may_be_in_routes():
    fares = read(routes=[{**ROUTES[0], "network_id": "M"}], **NEW_FARES).fares.areas
    assert fares is not None
    assert fares.line_network == ("M",)


def test_a_platform_is_in_the_areas_of_its_station():
    station = {**STOPS[0], "stop_id": "S", "location_type": 1}
    stops = [station, {**STOPS[0], "parent_station": "S"}, *STOPS[1:]]
    areas = [{"area_id": "in", "stop_id": "S"}]
    fares = read(stops=stops, **{**NEW_FARES, "stop_areas": areas}).fares.areas
    assert fares is not None
    assert fares.stop_areas[:3] == ({"in"}, {"in"}, frozenset())


def test_new_fares_win_over_old_ones():
    feed = read(stops=ZONED, **OLD_FARES, **NEW_FARES)
    assert feed.fares.legacy is None
    assert feed.fares.areas is not None
    assert [one.code for one in feed.report.problems] == ["fares_older_ignored"]


def test_products_for_some_riders_are_left_out():
    some = [product(), product("P", "0.50", rider_category_id="child")]
    fares = read(**{**NEW_FARES, "fare_products": [*some, product("Q"), product("R")]}).fares.areas
    assert fares is not None
    assert [one.cents for one in fares.products if one.id == "P"] == [200]
    assert new(fare_products=[*some, product("Q"), product("R")]) == ["fares_of_some_riders"]


def test_a_product_is_known_by_the_name_of_its_medium():
    some = [product(fare_media_id="m"), product("Q", fare_media_id="x"), product("R")]
    fares = read(**{**NEW_FARES, "fare_products": some}).fares.areas
    assert fares is not None
    assert [one.medium for one in fares.products] == ["Card", "x", ""]


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("price_bad", {"fare_attributes": [fare(), fare("O", price="dear")]}),
        ("price_bad", {"fare_attributes": [fare(), fare("O", price="-1")]}),
        ("currency_bad", {"fare_attributes": [fare(), fare("O", currency_type="€")]}),
        ("fare_limit_bad", {"fare_attributes": [fare(), fare("O", transfers=7)]}),
        ("fare_limit_bad", {"fare_attributes": [fare(transfer_duration="1h"), fare("O")]}),
        ("id_twice", {"fare_attributes": [fare(), fare(), fare("O")]}),
        ("value_missing", {"fare_attributes": [fare(), fare("O"), fare("")]}),
        ("reference_unknown", {"fare_attributes": [fare(), fare("O"), fare("X", agency_id="?")]}),
        ("reference_unknown", {"fare_rules": [fare_rule("?")]}),
        ("reference_unknown", {"fare_rules": [fare_rule(route_id="?")]}),
        ("value_missing", {"fare_rules": [fare_rule("", route_id="4")]}),
        ("fare_zone_unknown", {"fare_rules": [fare_rule(origin_id="9")]}),
    ],
)
def test_what_is_wrong_with_old_fares_is_told(code: str, changed: dict[str, Table]):
    assert old() == []
    assert set(old(**changed)) - {"reference_unknown"} <= {code}
    assert code in old(**changed)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("price_bad", {"fare_products": [product(amount="?"), product("P"), product("Q"), product("R")]}),
        ("currency_bad", {"fare_products": [product(currency="?"), product("P"), product("Q"), product("R")]}),
        ("value_missing", {"fare_products": [product(""), product("P"), product("Q"), product("R")]}),
        ("reference_unknown", {"fare_leg_rules": [leg_rule(), leg_rule("H", "?"), leg_rule("H", "Q")]}),
        ("value_missing", {"fare_leg_rules": [leg_rule(), leg_rule("H", "Q"), leg_rule("H", "")]}),
        ("fare_priority_bad", {"fare_leg_rules": [leg_rule(rule_priority="?"), leg_rule("H", "Q")]}),
        ("reference_unknown", {"fare_transfer_rules": [transfer_rule("?")]}),
        ("fare_transfer_bad", {"fare_transfer_rules": [transfer_rule(fare_transfer_type=3)]}),
        ("fare_transfer_bad", {"fare_transfer_rules": [transfer_rule(duration_limit=-5)]}),
        ("value_not_allowed", {"fare_transfer_rules": [transfer_rule(transfer_count=0)]}),
        ("value_not_allowed", {"fare_transfer_rules": [transfer_rule(duration_limit_type=9)]}),
        ("reference_unknown", {"stop_areas": [*NEW_FARES["stop_areas"], {"area_id": "in", "stop_id": "?"}]}),
        ("fare_zone_unknown", {"fare_leg_rules": [leg_rule(to_area_id="?"), leg_rule("H", "Q")]}),
        ("reference_unknown", {"route_networks": [{"network_id": "N", "route_id": "?"}]}),
        ("reference_unknown", {"timeframes": [{"timeframe_group_id": "T", "service_id": "?"}]}),
        ("timeframe_bad", {"timeframes": [
            {"timeframe_group_id": "T", "start_time": "9:00:00", "end_time": "8:00:00", "service_id": "week"}]}),
        ("fare_joins_not_understood", {"fare_leg_join_rules": [{"from_network_id": "N", "to_network_id": "N"}]}),
        ("fare_arrival_not_understood", {"fare_leg_rules": [leg_rule(to_timeframe_group_id="T"), leg_rule("H", "Q")]}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_new_fares_is_told(code: str, changed: dict[str, Table]):
    assert new() == []
    assert set(new(**changed)) == {code}


def doubts(*feeds: journeys.Feed) -> list[str]:
    timetable, _, labels = journeys.build_timetable(feeds)
    _, products = journeys.build_tariff(feeds, timetable, labels)
    for _, problem in products.doubts:
        assert all(all(journeys.explain(problem, language)) for language in ("it", "en"))
    return [problem.code for _, problem in products.doubts]


def test_fares_in_another_currency_are_not_added_up():
    euros, dollars = read(**NEW_FARES), read(fare_attributes=[fare(currency_type="USD")])
    assert doubts(euros, dollars) == ["fares_in_other_currency"]


def test_fares_that_give_back_more_than_was_paid_are_not_believed():
    rules = [transfer_rule(transfer_count=-1, fare_product_id="R")]
    some = [product(), product("Q"), product("R", -3)]
    feed = read(**{**NEW_FARES, "fare_products": some, "fare_transfer_rules": rules})
    assert doubts(feed) == ["fares_below_zero"]


def test_fares_with_too_many_cases_are_not_believed(monkeypatch):
    monkeypatch.setattr("metropoli.engines.journeys.fares.machines.MOST_CASES", 0)
    assert doubts(read(**NEW_FARES)) == ["fares_too_many"]


def test_feeds_whose_fares_are_too_many_together_are_left_out_one_by_one(monkeypatch):
    feeds = read(**NEW_FARES), read(**NEW_FARES)
    assert doubts(*feeds) == []
    monkeypatch.setattr("metropoli.engines.journeys.fares.building.MOST_ROWS", 20)
    assert doubts(*feeds) == ["fares_too_many"]


def test_a_table_of_fares_alone_makes_no_feed():
    report = journeys.check_feed({"fare_attributes.txt": table([fare()])})
    assert not report.usable
