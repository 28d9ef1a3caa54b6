"""The newspapers: a module a family, its `FAMILY` and its newspapers, each a few lines that say what is known of it."""
