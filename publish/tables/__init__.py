"""Datasette's own pages of tables and rows, put right."""
