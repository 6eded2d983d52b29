"""What every floor may stand on. Standard library only."""
