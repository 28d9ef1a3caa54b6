"""Pictures drawn as SVG on the server: curves, maps, flows, the tables of a database."""
