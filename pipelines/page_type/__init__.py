"""Whether a page is an article at all, and why not: other kinds of pages, notices, sales, what touts."""
