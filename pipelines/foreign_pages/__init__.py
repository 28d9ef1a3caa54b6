"""Whether a page is not the newspaper's any more, or not its article's: sold domains, new designs, walls."""
