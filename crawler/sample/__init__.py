"""Four invented newspapers, written for this project and served on loopback: what `make demo` crawls.

Each is dressed as a kind of site that provincial newspapers really are: a WordPress blog, a portal of tables from the
2000s, a modern CMS with metadata, and an ASP.NET site with ids in the query. People, places and events are invented.
`truth()` is what their articles say; a crawl can be measured against it. `serve()` serves them.
"""

from .article import PORT_BASE, Article, Newspaper, newspapers, truth
from .server import Newsstand, PortTakenError, ServedNewspaper, serve

__all__ = [
    "PORT_BASE",
    "Article",
    "Newspaper",
    "Newsstand",
    "PortTakenError",
    "ServedNewspaper",
    "newspapers",
    "serve",
    "truth",
]
