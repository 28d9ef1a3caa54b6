"""Pages that are here already, as files: `saved_pages.py` reads them, `forms.py` knows which files are pages."""
