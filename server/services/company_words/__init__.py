"""The company's own words: products, aliases, competitors and kinds of fact that an administrator adds."""
