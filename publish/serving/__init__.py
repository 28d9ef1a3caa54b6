"""Publishing: the read-only copy, and Datasette over it."""
