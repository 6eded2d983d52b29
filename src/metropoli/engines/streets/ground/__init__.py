"""The ground under the streets: what to draw, and what has a name."""
