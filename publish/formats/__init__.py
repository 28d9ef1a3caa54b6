"""Articles in the forms of other programs: files, citations, feeds."""
