"""Facts of the kinds that a company adds in its own words."""
