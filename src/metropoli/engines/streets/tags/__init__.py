"""What the tags of OpenStreetMap mean for walkers, cyclists and drivers."""
