"""A city's own tickets, its tickets for all day and passes, beside the slow twin; and soundness."""

from __future__ import annotations

import numpy as np
import pytest

from engines.journeys.fares import naive
from engines.journeys.fares.cities import ROUTES, City, base, new_fares, old_fares, pick
from metropoli.engines import journeys

SHARDS = 4
CITIES = 40
CHAINS = 12


def random_tickets(rng: np.random.Generator) -> list[naive.Ticket]:
    return [
        naive.Ticket(
            cents=int(rng.integers(1, 6)) * 100,
            lasts_s=int(pick(rng, [-1, 4, 7, 7])),
            until_arrival=bool(rng.random() < 0.5),
            covers={
                route: int(pick(rng, [-1, -1, 1, 2])) for route in ROUTES if rng.random() < 0.7
            },
            all_day=bool(rng.random() < 0.3),
        )
        for _ in range(rng.integers(1, 5))
    ]


def as_rules(tickets: list[naive.Ticket], passes: list[set[str]]) -> journeys.CityRules:
    """Write tickets as the data of a city would: each line is a network of its own."""
    return journeys.CityRules(
        key="c",
        currency="EUR",
        networks=tuple(journeys.CityNetwork(one, lines=frozenset({one})) for one in ROUTES),
        zones=(),
        tickets=tuple(
            journeys.CityTicket(
                key=f"t{row}",
                name="",
                name_it="",
                cents=one.cents,
                media=(),
                covers=tuple(
                    journeys.Cover(route, most_rides=-1 if one.all_day else most)
                    for route, most in one.covers.items()
                ),
                lasts_s=one.lasts_s,
                within=-1 if one.lasts_s < 0 else int(one.until_arrival),
                all_day=one.all_day,
            )
            for row, one in enumerate(tickets)
        ),
        passes=tuple(
            journeys.CityPass(f"p{row}", "", "", 0, tuple(journeys.Cover(r) for r in sorted(some)))
            for row, some in enumerate(passes)
        ),
    )


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_city_sells_the_cheapest_tickets_and_passes_make_rides_free(shard: int):
    known = 0
    for number in range(CITIES):
        rng = np.random.default_rng([shard, number])
        tickets = random_tickets(rng)
        passes = [{route for route in ROUTES if rng.random() < 0.4} for _ in range(2)]
        city = City(base(rng), rules=as_rules(tickets, passes))
        for _ in range(CHAINS):
            owned = {row for row in range(2) if rng.random() < 0.3}
            free = set().union(*(passes[row] for row in owned))
            tariff = journeys.with_passes(
                city.tariff, city.products, frozenset(f"c:p{row}" for row in owned)
            )
            sound(tariff)
            theirs, ours = city.random_rides(rng, 4)
            price = journeys.price_rides(tariff, ours)
            expected = naive.price_city(theirs, tickets, free)
            assert (price and price.cents) == expected, (shard, number)
            known += price is not None
    assert known > CITIES * CHAINS * 0.3


@pytest.mark.parametrize("fares", [old_fares, new_fares])
def test_nobody_is_ever_paid_for_riding(fares):
    for number in range(60):
        rng = np.random.default_rng(number)
        sound(City(fares(rng)).tariff)
        sound(City(fares(rng), old_fares(rng)).tariff)


def sound(tariff: journeys.Tariff) -> None:
    """Check that every row leads somewhere, and that no option pays back."""
    width = tariff.n_classes * tariff.n_frames
    assert len(tariff.option_first) == tariff.n_bases * width + 1
    assert tariff.option_first[-1] == len(tariff.option_state)
    assert tariff.state_base.max() < tariff.n_bases
    assert tariff.state_held_cents[0] == tariff.state_due_cents[0] == 0
    assert tariff.state_due_cents.min() >= 0
    assert tariff.class_of.max(initial=-1) < tariff.n_classes
    for state, row in enumerate(tariff.state_base.tolist()):
        options = slice(*tariff.option_first[[row * width, (row + 1) * width]])
        after = tariff.option_state[options]
        paid = tariff.option_cents[options] + tariff.state_held_cents[after]
        settles = tariff.option_settles[options]
        due = int(tariff.state_due_cents[state])
        if due >= journeys.UNPAYABLE:
            assert not settles.any()
        paid += np.where(settles, due, -int(tariff.state_held_cents[state]))
        assert (paid >= 0).all()


def test_a_city_and_a_feed_sell_side_by_side():
    rng = np.random.default_rng(1)
    tickets = [naive.Ticket(200, 7, until_arrival=False, covers={"1": -1}, all_day=False)]
    rules = as_rules(tickets, [])
    only_one = journeys.CityRules(**{
        name: getattr(rules, name)
        for name in ("key", "currency", "zones", "tickets", "passes", "sources")
    }, networks=rules.networks[:1])  # fmt: skip
    city = City(old_fares(rng), rules=only_one)
    lines = {line.id: row for row, line in enumerate(city.labels.lines)}
    groups = city.tariff.line_group
    assert len({int(groups[lines[one]]) for one in "12"}) == 2
    assert city.products.sold[0].seller == "c"
    assert {one.seller for one in city.products.sold[1:]} == {"f0"}
    sound(city.tariff)
