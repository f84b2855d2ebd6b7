"""The way out: connections to addresses that people typed or browsers told, and never into a network of one's own."""
