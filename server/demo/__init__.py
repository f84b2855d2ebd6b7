"""The made-up company Halyard Foods with some weeks of history, so that every screen shows something."""
