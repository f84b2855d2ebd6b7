"""What is sold and by whom: our products with their figures, goods in general, competitors."""
