"""The page of a search, and what it finds to take away."""
