"""Bundles of arrays on disk: one file an array, mapped into memory by every worker."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_type_hints

import numpy as np

Bundle = TypeVar("Bundle", bound=NamedTuple)

SCALARS = "scalars.json"


def save_bundle(folder: Path, bundle: NamedTuple) -> None:
    """Write the arrays of a bundle as `.npy` files, its plain numbers and words as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    scalars = {}
    for name, value in bundle._asdict().items():
        if isinstance(value, np.ndarray):
            np.save(folder / f"{name}.npy", value, allow_pickle=False)
        else:
            scalars[name] = value
    (folder / SCALARS).write_text(json.dumps(scalars, ensure_ascii=False))


def load_bundle(folder: Path, kind: Callable[..., Bundle]) -> Bundle:
    """Map a bundle that `save_bundle` wrote; nothing is read before it is used."""
    scalars = json.loads((folder / SCALARS).read_text())
    values: dict[str, Any] = {
        name: _as_written(scalars[name]) if name in scalars else _map(folder / f"{name}.npy")
        for name in get_type_hints(kind)
    }
    return kind(**values)


def _as_written(value: object) -> object:
    """JSON knows no tuples; bundles know no lists."""
    return tuple(_as_written(item) for item in value) if isinstance(value, list) else value


def _map(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:  # an empty file region cannot be mapped
        array = np.load(path, allow_pickle=False)
    # A plain, read-only view: kernels are compiled once for it and for arrays in memory.
    plain: np.ndarray[tuple[int, ...], np.dtype[np.generic]] = array.view(np.ndarray)
    plain.flags.writeable = False
    return plain
