"""
What clients of this API expect of an answer: the names and kinds of what they read.

Written down by us, shape by shape; a question mark marks what may be missing. What is not written
here may be there as well: clients pass over it.
"""

from __future__ import annotations

import re
from typing import Any

MODES = {
    "WALK", "BIKE", "RENTAL", "CAR", "CAR_PARKING", "CAR_DROPOFF", "FLEX", "TRAM", "SUBWAY",
    "FERRY", "BUS", "COACH", "RAIL", "REGIONAL_RAIL", "FUNICULAR", "AERIAL_LIFT", "AREAL_LIFT",
    "OTHER",
}  # fmt: skip
CHOICES = {
    "Mode": MODES,
    "Vertex": {"NORMAL", "TRANSIT", "BIKESHARE"},
    "Allowed": {"NORMAL", "NOT_ALLOWED"},
    "Wheelchair": {"ACCESSIBLE", "NOT_ACCESSIBLE"},
    "Reservation": {"NONE", "COMPULSORY"},
    "Kind": {"ADDRESS", "PLACE", "STOP"},
    "Form": {
        "BICYCLE", "CARGO_BICYCLE", "CAR", "MOPED", "SCOOTER_STANDING", "SCOOTER_SEATED", "OTHER",
    },
    "Propulsion": {
        "HUMAN", "ELECTRIC_ASSIST", "ELECTRIC", "COMBUSTION", "COMBUSTION_DIESEL", "HYBRID",
        "PLUG_IN_HYBRID", "HYDROGEN_FUEL_CELL",
    },
    "Return": {"NONE", "ANY_STATION", "ROUNDTRIP_STATION"},
    "Turn": {
        "DEPART", "HARD_LEFT", "LEFT", "SLIGHTLY_LEFT", "CONTINUE", "SLIGHTLY_RIGHT", "RIGHT",
        "HARD_RIGHT", "CIRCLE_CLOCKWISE", "CIRCLE_COUNTERCLOCKWISE", "STAIRS", "ELEVATOR",
        "UTURN_LEFT", "UTURN_RIGHT",
    },
}  # fmt: skip
SHAPES = {
    "Error": "error:text",
    "Place": """name:text lat:number lon:number stopId?:text parentId?:text level?:number tz?:text
        arrival?:instant departure?:instant scheduledArrival?:instant scheduledDeparture?:instant
        track?:text scheduledTrack?:text stopCode?:text vertexType?:Vertex pickupType?:Allowed
        dropoffType?:Allowed cancelled?:flag modes?:[Mode] importance?:number alerts?:[Alert]""",
    "Line": "points:text precision:whole length:whole",
    "Alert": "headerText:text descriptionText:text url?:text effect?:text",
    "Step": """relativeDirection:Turn distance:number fromLevel:number toLevel:number polyline:Line
        streetName:text exit:text stayOn:flag area:flag""",
    "Rental": """providerId:text providerGroupId:text systemId:text formFactor?:Form
        propulsionType?:Propulsion returnConstraint?:Return fromStationName?:text
        toStationName?:text url?:text""",
    "Leg": """mode:Mode from:Place to:Place duration:whole startTime:instant endTime:instant
        scheduledStartTime:instant scheduledEndTime:instant realTime:flag scheduled:flag
        distance?:number interlineWithPreviousLeg?:flag headsign?:text tripFrom?:Place
        tripTo?:Place routeId?:text directionId?:text routeColor?:text routeTextColor?:text
        agencyName?:text agencyUrl?:text agencyId?:text tripId?:text routeShortName?:text
        routeLongName?:text tripShortName?:text displayName?:text cancelled?:flag source?:text
        intermediateStops?:[Place] legGeometry:Line steps?:[Step] rental?:Rental alerts?:[Alert]
        fareTransferIndex?:whole effectiveFareLegIndex?:whole bikesAllowed?:flag
        wheelchairAccessible?:Wheelchair reservation?:Reservation""",
    "Product": "name:text amount:number currency:text",
    "FareTransfer": "effectiveFareLegProducts:[[[Product]]]",
    "Itinerary": """duration:whole startTime:instant endTime:instant transfers:whole id:text
        legs:[Leg] fareTransfers?:[FareTransfer]""",
    "Plan": """requestParameters:map debugOutput:map from:Place to:Place direct:[Itinerary]
        itineraries:[Itinerary] previousPageCursor:text nextPageCursor:text""",
    "StopTime": """place:Place mode:Mode realTime:flag headsign:text tripFrom:Place tripTo:Place
        agencyId:text agencyName:text agencyUrl:text routeId:text directionId:text
        routeColor?:text routeTextColor?:text tripId:text routeShortName:text routeLongName:text
        tripShortName:text displayName:text previousStops?:[Place] nextStops?:[Place]
        pickupDropoffType:Allowed cancelled:flag tripCancelled:flag bikesAllowed:flag
        wheelchairAccessible:Wheelchair reservation:Reservation source:text""",
    "StopTimes": """stopTimes:[StopTime] place:Place previousPageCursor:text
        nextPageCursor:text""",
    "Area": "name:text adminLevel:number matched:flag unique?:flag default?:flag",
    "Match": """type:Kind tokens:[[number]] name:text id:text lat:number lon:number
        street?:text country?:text tz?:text areas:[Area] score:number modes?:[Mode]
        importance?:number""",
    "TripInfo": "tripId:text displayName?:text routeShortName?:text",
    "Segment": """trips:[TripInfo] routeColor?:text mode:Mode distance:number from:Place to:Place
        departure:instant arrival:instant scheduledDeparture:instant scheduledArrival:instant
        realTime:flag polyline:text""",
    "Route": """routeId:text routeShortName:text routeLongName:text mode:Mode agencyId:text
        agencyName:text agencyUrl:text routeColor?:text routeTextColor?:text""",
    "Stop": "place:Place routes:[Route]",
    "Duration": "duration?:number distance?:number",
    "ReachablePlace": "place:Place duration:whole k:whole",
    "Reachable": "one:Place all:[ReachablePlace]",
    "Server": """motisVersion:text hasElevation:flag hasRoutedTransfers:flag hasStreetRouting:flag
        maxOneToManySize:number maxOneToAllTravelTimeLimit:number
        maxPrePostTransitTimeLimit:number maxDirectTimeLimit:number shapesDebugEnabled:flag""",
    "Initial": "lat:number lon:number zoom:number serverConfig:Server",
    "Health": "rt?:flag gbfs?:flag",
    "Restrictions": """vehicleTypeIdxs:[whole] rideStartAllowed:flag rideEndAllowed:flag
        rideThroughAllowed:flag stationParking?:flag""",
    "VehicleType": """id:text name?:text formFactor:Form propulsionType:Propulsion
        returnConstraint:Return returnConstraintGuessed:flag""",
    "Provider": """id:text name:text groupId:text url?:text color?:text bbox:[number]
        vehicleTypes:[VehicleType] formFactors:[Form] defaultRestrictions:Restrictions
        globalGeofencingRules:[Restrictions]""",
    "Group": "id:text name:text providers:[text] formFactors:[Form]",
    "Station": """id:text providerId:text providerGroupId:text name:text lat:number lon:number
        address?:text isRenting:flag isReturning:flag numVehiclesAvailable:whole
        formFactors:[Form] vehicleTypesAvailable:map vehicleDocksAvailable:map bbox:[number]""",
    "Vehicle": """id:text providerId:text providerGroupId:text typeId:text lat:number lon:number
        formFactor:Form propulsionType:Propulsion returnConstraint:Return stationId?:text
        isReserved:flag isDisabled:flag""",
    "Zone": """providerId:text providerGroupId:text name?:text z:whole bbox:[number] area:list
        rules:[Restrictions]""",
    "Rentals": """providerGroups:[Group] providers:[Provider] stations:[Station]
        vehicles:[Vehicle] zones:[Zone]""",
}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
PLAIN = {
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
    "map": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "instant": lambda value: isinstance(value, str) and INSTANT.fullmatch(value) is not None,
}


def check(value: Any, kind: str, where: str = "") -> None:
    """Fail where a value is not what clients expect, and say where."""
    if kind.startswith("["):
        assert isinstance(value, list), f"{where}: {value!r} is no list"
        for nth, one in enumerate(value):
            check(one, kind[1:-1], f"{where}[{nth}]")
    elif kind in CHOICES:
        assert value in CHOICES[kind], f"{where}: {value!r} is no {kind}"
    elif kind in PLAIN:
        assert PLAIN[kind](value), f"{where}: {value!r} is no {kind}"
    else:
        assert isinstance(value, dict), f"{where}: {value!r} is no {kind}"
        for field in SHAPES[kind].split():
            name, of = field.split(":")
            if name.rstrip("?") in value:
                check(value[name.rstrip("?")], of, f"{where}.{name.rstrip('?')}")
            else:
                assert name.endswith("?"), f"{where}: {name} is missing"
