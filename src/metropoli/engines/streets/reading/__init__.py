"""From the bytes of an OpenStreetMap file to checked arrays."""
