"""What is counted and what it costs: spoken numbers, units, prices and sums."""
