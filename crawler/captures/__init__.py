"""WARC in and out (ISO 28500): what the crawl received is written down before anything is made of it.

Own files are `YYYY/<prefix>-<time>-<pid>-<random>.warc.gz` in the captures folder, one gzip member a record, so that
a record can be read by its offset. While a crawl writes one it is called `*.warc.gz.open` and locked; a file of that
name that nobody holds was left by a killed crawl, and `repair` makes it good. Files of others are read by `records`.
"""

from crawler.captures.reading import BODY_SIZE, read, records
from crawler.captures.record import Capture, CaptureError, DamagedError, Headers, Place, Record, Revisit, digest, moment
from crawler.captures.repairing import Repair, repair
from crawler.captures.segments import Segments
from crawler.captures.writing import CaptureWriter

__all__ = [
    "BODY_SIZE",
    "Capture",
    "CaptureError",
    "CaptureWriter",
    "DamagedError",
    "Headers",
    "Place",
    "Record",
    "Repair",
    "Revisit",
    "Segments",
    "digest",
    "moment",
    "read",
    "records",
    "repair",
]
