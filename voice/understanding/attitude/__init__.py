"""How they stand to it: stance, complaints, needs, preferences, mood and outcome."""
