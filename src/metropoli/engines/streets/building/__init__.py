"""From an extract to a city that can be searched."""
