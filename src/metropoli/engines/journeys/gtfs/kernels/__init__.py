"""What must be fast: cutting bytes into fields, reading numbers, finding identifiers."""
