"""What counts and when: pure functions on types, with their figures as dated data."""
