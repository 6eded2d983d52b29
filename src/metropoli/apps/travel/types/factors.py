"""What moving one person by one kilometre takes."""

from __future__ import annotations

from dataclasses import dataclass

from metropoli.apps.travel.types.trips import Basis


@dataclass(frozen=True, slots=True)
class Factor:
    """Energy and emissions of one person moving by one kilometre in one kind of vehicle."""

    vehicle: str  # metro, tram, bus, rail, bike, e_bike, car, …
    energy_kwh: float
    co2_g: float  # CO2 equivalent: use and making of the vehicle
    occupants: int  # among whom a vehicle is shared; 1 where the figure is a passenger's already
    basis: Basis

    def energy_wh_over(self, length_m: float) -> int:
        """Return the energy of a stretch."""
        return round(self.energy_kwh * length_m)

    def co2_g_over(self, length_m: float) -> int:
        """Return the emissions of a stretch."""
        return round(self.co2_g * length_m / 1000)
