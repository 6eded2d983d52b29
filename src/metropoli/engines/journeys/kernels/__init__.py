"""Compiled loops of the journeys engine: bundles and numbers in, arrays out."""
