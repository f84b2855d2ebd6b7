"""The demo company, Halyard Foods: tables and some weeks of believable history."""
