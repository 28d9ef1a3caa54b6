"""Settings of every crawl. Change one with `-s NAME=VALUE`, or for good with the environment variable BAOTINH_NAME."""

import os

BOT_NAME = "baotinh"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
SPIDER_LOADER_CLASS = "crawler.spider_loader.NewspaperSpiderLoader"
NEWSPAPER_MODULES = ["crawler.newspapers"]  # modules, and packages of them, that describe newspapers; yours beside ours
COMMANDS_MODULE = "crawler.commands"

# --- where things are kept
ARCHIVE = "archive.db"
CAPTURES = None  # folder of the WARC files; None: `captures` beside the archive; empty: none are kept

REVISIT_RECORDS = True  # a page that came as it was is noted there as a revisit; off: not at all

# --- who we are
OPERATOR = None  # who runs this: a name, for the captures and the public site
CONTACT = None  # where a newspaper reaches whoever runs this crawl, an address or a page; None: this user at this host
USER_AGENT = "baotinh/0.1 (archive of Vietnam's provincial press; contact: {contact})"
ROBOTSTXT_USER_AGENT = "baotinh"

# --- the public site
SITE_URL = None  # its address, such as https://baotinh.example.org/; None: links are relative, feeds name the socket's
# True: visitors may see the captured pages of articles, in a sandbox, and download their WARC records.
PUBLIC_CAPTURES = False
# Where `scrapy export parquet` is served, such as https://data.example.org/baotinh/: /dataset leads there.
DATASET = None

# --- manners
DOWNLOAD_DELAY = 1.0  # seconds between a host's answer and the next request to it
DOWNLOAD_DELAY_JITTER = 0.0  # a jitter would lengthen every other second
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 16
DOWNLOAD_TIMEOUT = 30.0
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024  # bytes, after decompression
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # the middleware Codings tells what is whole for all that from what is torn
DOWNLOAD_VERIFY_CERTIFICATES = True  # a newspaper with certificate trouble says so (`tls_overrides`)
PATIENCE = 300.0  # seconds a crawl waits where a newspaper asks for a pause; longer: it ends, to go on another time
WAIT_FOR_CRAWL = 300.0  # seconds that a crawl waits for another one of the same newspaper to end
LEASE = None  # redis://HOST:PORT/N: crawls on other machines that name it too never ask the same newspaper at once
LEASE_SECONDS = 60.0  # after which the lease of a crawl that died is another's
RETRY_TIMES = 3  # tries of one address within a crawl; after that it waits in the frontier, a day and more
MAX_CRAWL_DELAY = 60.0

# --- web archives (scrapy rescue): their addresses, and the pace that they ask for, which is never gone beyond
RESCUE_WAYBACK = "https://web.archive.org"
RESCUE_COMMONCRAWL_INDEX = "https://index.commoncrawl.org"
RESCUE_COMMONCRAWL_DATA = "https://data.commoncrawl.org"
RESCUE_INDEX_PER_MINUTE = 24.0  # requests to an index; more only for a server in your own network
RESCUE_CAPTURES_PER_MINUTE = 480.0  # requests for captures; likewise
RESCUE_PAUSES = [60, 3600, 86400]  # seconds that a web archive is left alone that refuses; the last ends the rescue
RESCUE_LISTED = 5000  # captures that one answer of an index may list
RESCUE_LIST_AGAIN = 30.0  # days after which an index is read anew for what it has got since

# --- bounds
TWISTED_DNS_RESOLVER = "crawler.fetching.bounds.SystemNames"
PRIVATE_NETWORKS: list[str] = []  # like 10.1.0.0/16: asked though not public; a start address that is one needs no word

# --- what is asked for again, and when: days since publication (or since first seen); after the last, yearly
REVISIT_AFTER = [1 / 24, 1, 7, 30]
REVISITS = 500  # known articles that one crawl of a newspaper looks at again at most; -a revisit=all: all of them
MAX_HOPS = 500  # links followed from one page that is no article to the next: what ends an endless calendar

MAX_BARREN = 1000  # pages in a row without a new article, after which a crawl follows no more links from such pages

# --- domains that changed hands
# True takes pages at new addresses that show nothing of their newspaper, as after a redesign; False keeps their captures.
TAKE_DOUBTFUL = False

# --- cleaning
STRIP = True  # off: articles keep their boilerplate, to audit what `removed` holds

# --- progress
PROGRESS_INTERVAL = 30.0  # seconds between log lines where there is no terminal
LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
LOG_DATEFORMAT = "%H:%M:%S"
LOGSTATS_INTERVAL = 0.0
LOG_FORMATTER = "crawler.log_filters.LogFormatter"
STATS_DUMP = False

# --- the way through
CONCURRENT_ITEMS = 1  # a response is one page; Scrapy starts as many workers for each response as this allows
SCHEDULER = "crawler.frontier.Frontier"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier knows every address
ITEM_PIPELINES = {
    "pipelines.decode.Decode": 100,
    "pipelines.boilerplate.Boilerplate": 200,
    "pipelines.metadata.Metadata": 300,
    "crawler.multipage.Parts": 400,
    "crawler.discovery.Discovery": 500,
    "pipelines.store.Store": 600,
}
DOWNLOAD_HANDLERS = dict.fromkeys(("http", "https"), "crawler.fetching.politeness.InTurn")
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 40,  # StaysHome must know who makes the connection
    "crawler.fetching.bounds.StaysHome": 50,
    "crawler.fetching.politeness.Politeness": 100,
    "crawler.fetching.codings.Codings": 590,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    # The frontier retries, follows redirects and remembers; robots.txt is Politeness' business.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,  # nobody reads them
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS = {
    "crawler.progress.Progress": 0,
    "crawler.reprocessing.at_end.ReadAgain": 0,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.remote_control.RemoteControl": None,  # executes Python
}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "vi,en;q=0.5",
}

# what each that is a number or a switch must be
kinds = {name: type(value) for name, value in dict(globals()).items() if isinstance(value, (int, float))}

for _name, _value in os.environ.items():
    if _name.startswith("BAOTINH_"):
        globals()[_name.removeprefix("BAOTINH_")] = _value
