"""What becomes of a page that was read: `store.py` puts it in, the others say which article it is and whether it is an edit."""
