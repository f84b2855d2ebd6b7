"""Work done in the background: a few lines each that call a service; safe to run twice."""
