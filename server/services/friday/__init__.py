"""A manager's week in numbers, each with its rows: who was not met, what was promised, complained of and learnt."""
