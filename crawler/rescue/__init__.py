"""Bringing back what web archives hold of a newspaper.

`cdx` reads what their indexes answer, `wayback` and `commoncrawl` know how each is asked (as `sources` has it), `manners` how often, `listing` writes down what
they hold, `plan` counts it, `reading` makes articles of captures, and `spider` goes through them all.
"""
