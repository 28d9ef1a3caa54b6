"""SQL that strangers write: our functions in it, what it may see and take, and the processes it runs in."""
