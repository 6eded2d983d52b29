"""Make bundles read-only: nobody changes them, and kernels are compiled for one kind of array."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Bundle = TypeVar("Bundle", bound=tuple[Any, ...])


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """Return an array in C order that cannot be written."""
    array = np.ascontiguousarray(array)
    if array.flags.writeable:
        array = array.view()
        array.flags.writeable = False
    return array


def freeze(bundle: Bundle) -> Bundle:
    """Return a NamedTuple whose arrays, and those of the NamedTuples in it, cannot be written."""
    fields: list[Any] = [_frozen_field(value) for value in bundle]
    return type(bundle)(*fields)


def _frozen_field(value: object) -> object:
    if isinstance(value, np.ndarray):
        return frozen(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return freeze(value)
    return value
