"""Questions to a city, answered."""
