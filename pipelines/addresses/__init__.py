"""Addresses: as pages print them, what they say of a title, which page of an article they are of."""
