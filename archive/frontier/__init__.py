"""Every address ever heard of, what became of it, and when it is asked for: the table `pages`."""
