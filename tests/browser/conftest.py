"""The miniature city of the services, for those who look at it through a browser."""

from __future__ import annotations

from apps.conftest import city, city_folder, named_city

__all__ = ["city", "city_folder", "named_city"]
