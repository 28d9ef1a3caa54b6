"""The pages of the site but the search: newspapers, provinces, articles and their versions, changes, reprints, captures, errors."""
