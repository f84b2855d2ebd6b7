"""Speech to entry: hears recordings, understands the words. Knows no web and no database."""
