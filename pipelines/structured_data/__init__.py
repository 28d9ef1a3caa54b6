"""What a page says of itself: in its head, in JSON-LD, microdata and RDFa, and as its own address. Not yet believed."""
