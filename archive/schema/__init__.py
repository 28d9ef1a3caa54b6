"""The tables of archive.db as migrations: `schema.py` lists them in their order, each other module makes a few of them."""
