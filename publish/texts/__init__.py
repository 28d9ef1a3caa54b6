"""Texts as pages show them: in parts that fit, and compared word by word."""
