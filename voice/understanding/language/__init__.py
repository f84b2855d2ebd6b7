"""The words themselves: cleaned, corrected by their speaker, cut into clauses, with the names found in them."""
