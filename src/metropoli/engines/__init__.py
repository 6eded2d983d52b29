"""Pure computation on arrays. Each engine is entered by its front door, its `__init__`."""
