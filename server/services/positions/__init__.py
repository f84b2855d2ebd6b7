"""Positions: the doors of location apps, what a person allows, and how positions go."""
