"""What the pages ask the archive, and the counts that a published copy keeps for them."""
