"""`scrapy publish`: a read-only copy of the archive, served with settings fit for the public."""

from __future__ import annotations

import argparse
import socket
import sys
from pathlib import Path

from scrapy.exceptions import UsageError

from crawler import command


class Command(command.Command):
    example = "scrapy publish --port 8001"

    def short_desc(self) -> str:
        return "Publish a read-only copy of the archive and serve it"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--fd", type=int, help="a listening socket instead, as systemd hands over (3)")
        parser.add_argument("--to", type=Path, help="the copy (default: public/ beside the archive)")
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--copy-only", action="store_true", help="make the copy, serve nothing")
        only.add_argument("--serve-only", action="store_true", help="serve the copy made before")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Copies the archive and serves the copy, or with `--copy-only` copies it. Raises UsageError where DATASET is
        no address of the web.
        """
        from crawler.spiders.base import captures_folder

        # Loads Datasette and uvicorn, which no other command needs.
        from publish.serving.serve import listen, publish, serve
        from publish.site_settings import SiteSettings, missing

        assert self.settings is not None
        opened = captures_folder(self.settings) if self.switch("PUBLIC_CAPTURES") else None
        archive = Path(self.settings["ARCHIVE"])
        copy = opts.to or archive.parent / "public" / archive.name
        if opts.copy_only:
            sock = None
        elif opts.fd is not None:
            sock = socket.socket(fileno=opts.fd)
        else:
            sock = listen(opts.host, opts.port)  # before the work of a copy that could not be served
        if not opts.serve_only:
            publish(archive, copy)
            print(f"published {archive} as {copy}", flush=True)
        operator, contact, site_url = (self.settings[name] or "" for name in ("OPERATOR", "CONTACT", "SITE_URL"))
        notice = ""
        if unset := missing(operator, contact, site_url):
            notice = (
                f"nobody can reach whoever runs this site: set {' and '.join(unset)}"
                f" (-s {unset[0]}=..., or BAOTINH_{unset[0]}), which /contact shows"
            )
        if sock is not None:
            try:
                settings = SiteSettings(operator, contact, opened, self.settings["DATASET"] or "")
            except ValueError as error:
                raise UsageError(str(error)) from error
            serve(copy, sock, site_url, settings, notice)
        elif notice:
            print(notice, file=sys.stderr, flush=True)
