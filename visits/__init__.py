"""Location to visit: stays, gaps, edges, matching. Knows no web and no database."""
