"""Makes an archive of many generated articles and measures what grows with them.

    python -m benchmarks.scale [--articles 1000000] [--folder FOLDER] [--only words,pages,...]

The articles are those of benchmarks/measuring/made.py, written in bulk as crawling would have left them; FOLDER keeps the
archive for another run. Measured are, in processor time (the site's own and that of the processes that answer its SQL): publishing, counting the words before, a new article's transaction,
every kind of page, the slowest of fifty searches, checking, exporting; and the memory of the largest process.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus

import psutil
from datasette.app import Datasette

from archive import word_counts
from archive.database import connect, transaction
from archive.search import search
from archive.store import save_article
from benchmarks.measuring import bulk, made
from publish.queries import QUERIES
from publish.serve import open_site, publish

NEW, VISITS, TERMS = 200, 5, 50
