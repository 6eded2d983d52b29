"""The planner for programs: in our own words, and in those of others."""

from metropoli.apps.mobility.api.answers import Mode
from metropoli.apps.mobility.api.own import router

__all__ = ["Mode", "router"]
