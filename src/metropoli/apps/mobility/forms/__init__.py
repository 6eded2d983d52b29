"""Words from outside into frozen questions."""

from metropoli.apps.mobility.forms.trips import BoardForm, CoordinatesField, LineForm, TripForm

__all__ = ["BoardForm", "CoordinatesField", "LineForm", "TripForm"]
