"""What the `scrapy` commands that ask no newspaper have in common."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from abc import abstractmethod

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.database import ArchiveError, explain


class Complaining(ScrapyCommand):
    """A command that says in a line on standard error what it could not do."""

    def complain(self, line: str) -> None:
        """Says what could not be done; the exit status is 1 then."""
        print(f"scrapy {type(self).__module__.rpartition('.')[2]}: {line}", file=sys.stderr)
        self.exitcode = 1


class Command(Complaining):
    """Does its work, or says in a line on standard error why it could not: exit status 1, for a wrong usage 2."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}
    example = ""  # a command line, for --help
    most = 0  # arguments

    def long_desc(self) -> str:
        return f"{self.short_desc()}. Example: {self.example}"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Does the command's `work`; its errors are told in a line. Raises UsageError for too many arguments, and for an
        option that there is not."""
        assert self.settings is not None
        for arg in args:  # Scrapy takes what it does not know for an argument
            if arg.startswith("-") and not os.path.lexists(arg):
                raise UsageError(f"no such option: {arg}")
        if len(args) > self.most:
            raise UsageError(f"{args[self.most]!r} is one argument too many; {self.example}")
        try:
            self.work(args, opts)
            if sys.stdout is not None:  # it is where a shell has closed it
                sys.stdout.flush()
        except BrokenPipeError:  # who reads has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except sqlite3.Error as error:
            self.complain(f"{self.settings['ARCHIVE']}: {explain(error)}")
        except (ArchiveError, OSError) as error:
            self.complain(str(error))

    def switch(self, name: str) -> bool:
        """A setting that is 1 or 0; an empty one is 0. Raises ArchiveError for anything else."""
        assert self.settings is not None
        try:
            return self.settings[name] != "" and self.settings.getbool(name)
        except ValueError:
            raise ArchiveError(f"{name}={self.settings[name]}: neither 1 nor 0") from None

    @abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Does the command's work. Raises ArchiveError, OSError or sqlite3.Error where it cannot be done."""
