"""Words from outside into frozen questions."""

from metropoli.apps.mobility.forms.around import AroundForm
from metropoli.apps.mobility.forms.manners import MannerForm
from metropoli.apps.mobility.forms.reach import ReachForm
from metropoli.apps.mobility.forms.screens import ComposeForm, ScreenForm
from metropoli.apps.mobility.forms.served import ServedForm
from metropoli.apps.mobility.forms.trips import BoardForm, CoordinatesField, LineForm, TripForm

__all__ = [
    "AroundForm",
    "BoardForm",
    "ComposeForm",
    "CoordinatesField",
    "LineForm",
    "MannerForm",
    "ReachForm",
    "ScreenForm",
    "ServedForm",
    "TripForm",
]
