"""Questions ready to ask: Datasette's canned queries."""
