"""Whole sound files, by whichever door they come: taken once, dated, given to their person, heard like every note."""
