"""What the site says, in both languages: sentences, numbers, dates, reasons, tables and columns."""
