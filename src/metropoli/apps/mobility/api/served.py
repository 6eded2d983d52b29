"""How well each place is served, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from metropoli.apps.mobility import services
from metropoli.apps.mobility.api.answers import BasisOut
from metropoli.apps.mobility.types import ServedQuestion
from metropoli.apps.travel import services as travel
from metropoli.apps.travel import types as words

router = Router(tags=["mobility"])

Measure = Literal["nearest", "within", "gravity", "balanced", "quarter_hour", "green"]


class ServedIn(Schema):
    measure: Measure = Field(
        "nearest",
        description="minutes to the nearest place; places within the minutes; places that count half "
        "every so many minutes; places for 10,000 people who compete for them; share of the daily "
        "needs within the minutes; metres on foot to green",
    )
    kind: str = Field("", max_length=40, description="of place; none: a common one")
    mode: Literal["transit", "walk", "bike"] = "transit"
    within_min: int = Field(30, ge=5, le=90)
    day: Literal["workday", "saturday", "sunday"] = "workday"
    hour: Literal[8, 12, 18, 22] = Field(8, description="leaving at any minute of this hour")
    cells: Annotated[bool, Field(description="tell every cell too: some thousands")] = False

    def question(self) -> ServedQuestion:
        """Return the question that is asked."""
        return ServedQuestion(
            self.measure, self.kind, self.mode, self.within_min, self.day, self.hour
        )


class ServedCellOut(Schema):
    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float
    lat_deg: float = Field(description="the point of the street from which it is measured")
    lon_deg: float
    comune: str = Field(description="ISTAT code")
    people: float = Field(description="residents of its Comune, shared out by length of streets")
    value: float | None = Field(description="null: out of reach")


class ServedComuneOut(Schema):
    istat: str
    name_it: str
    name_en: str
    people: int
    value: float | None = Field(description="average of the people in reach; null: nobody is")
    reached_share: float = Field(description="of its people")


class InequalityOut(Schema):
    mean: float
    gini: float = Field(description="0: all have the same")
    palma: float | None = Field(
        description="what the tenth who have most have, over the 40 % below"
    )
    theil: float
    theil_between: float = Field(description="of it, between Comuni")
    worst_off: float = Field(description="what the fifth who have least have on average")


class ServedOut(Schema):
    measure: Measure
    kind: str
    mode: str
    within_min: int
    at: datetime
    n_places: int
    generated: bool = Field(description="the network is a demo: its times are made by us")
    comuni: list[ServedComuneOut] = Field(description="those served worst first")
    inequality: InequalityOut | None = Field(description="of what is better when there is more")
    rests_on: list[BasisOut] = Field(description="method, places, people and network")
    lacks: list[str] = Field(description="codes of what is missing or guessed")
    cells: list[ServedCellOut]


class HomeIn(Schema):
    lat_deg: Annotated[float, Field(ge=-90, le=90)]
    lon_deg: Annotated[float, Field(ge=-180, le=180)]
    name: str = Field("", max_length=200)
    n_trees: int | None = Field(None, ge=0, le=10_000, description="seen from its windows")
    canopy_share: float | None = Field(None, ge=0, le=1, description="of its neighbourhood")


class HomesIn(Schema):
    homes: list[HomeIn] = Field(max_length=2_000)


class GreenRuleOut(Schema):
    name: str
    to_green_m: int | None = Field(description="along the streets, to a hectare; null: over 1 km")
    has_trees: bool | None = Field(description="three at least; null: not counted")
    has_canopy: bool | None = Field(description="thirty per cent at least; null: not measured")
    has_green: bool | None = Field(description="within 300 m")


@router.get("/served", response=ServedOut, summary="How well each place is served")
def read_served(request: HttpRequest, asked: Query[ServedIn]) -> dict[str, object]:
    """Tell a measure of access for every Comune (and cell), how unequal it is and what it rests on."""
    served = services.show_served(question=asked.question(), now=travel.city_now()).served
    return {
        "measure": served.request.measure,
        "kind": served.request.kind,
        "mode": served.request.mode,
        "within_min": served.request.within_min,
        "at": served.request.at,
        "n_places": served.n_places,
        "generated": served.generated,
        "comuni": served.comuni,
        "inequality": served.inequality,
        "rests_on": served.rests_on,
        "lacks": served.lacks,
        "cells": served.cells if asked.cells else (),
    }


@router.post("/green-rule", response=list[GreenRuleOut], summary="The 3-30-300 rule at homes")
def check_green_rule(request: HttpRequest, sent: HomesIn) -> list[dict[str, object]]:
    """Say which parts homes keep, from the trees and the shade that you counted and from our map."""
    homes = [words.Home(**home.dict()) for home in sent.homes]
    return [
        {
            "name": one.home.name,
            "to_green_m": one.to_green_m,
            "has_trees": one.has_trees,
            "has_canopy": one.has_canopy,
            "has_green": one.has_green,
        }
        for one in services.check_green_rule(homes=homes)
    ]
