"""What can be reached: points and stretches of ground in, minutes and areas out."""

from metropoli.apps.travel.bridge.reach.areas import grid_cells, reach_map
from metropoli.apps.travel.bridge.reach.matrix import prepare_matrix, work_out
from metropoli.apps.travel.bridge.reach.parquet import write_parquet
from metropoli.apps.travel.bridge.reach.places import reach_places

__all__ = [
    "grid_cells",
    "prepare_matrix",
    "reach_map",
    "reach_places",
    "work_out",
    "write_parquet",
]
