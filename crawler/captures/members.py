"""A packed file of many members, read as one stream; of gzip, one that still knows where they lie."""

from __future__ import annotations

import io
import re
import zlib
from collections import deque
from io import BufferedReader
from typing import Any, BinaryIO

from crawler.captures import zstandard
from crawler.captures.record import CHUNK, GZIP_MAGIC

_RECORD = re.compile(rb"WARC/1\.\d\r?\n[A-Za-z-]+:")  # how a record begins


class Source:
    """What a WARC file holds, packed or not, from any place on that was come by. Places are bytes of what is unpacked."""

    def __init__(self, file: BufferedReader) -> None:
        head = file.peek(4)[:4]
        self.placeless = zstandard.begins(head)
        self.file = zstandard.unpacked(file) if self.placeless else file
        self.members = Members(file) if head[:2] == GZIP_MAGIC else None
        self.stream = io.BufferedReader(self.members, CHUNK) if self.members else self.file

    def next(self) -> int | None:
        """Passes over the blank lines between records, and zeros that fill up a file; returns the place of the next record, None at the end of the file."""
        while ahead := self.stream.peek(1)[:1]:
            if ahead not in b"\r\n\0":
                return self.stream.tell()
            self.stream.read(1)
        return None

    def place(self, start: int) -> tuple[int, int] | None:
        """Offset and length in the file of what lies from `start` to here; None where that has no place of its own."""
        if self.placeless:
            return None
        end = self.stream.tell()
        return self.members.place(start, end) if self.members else (start, end - start)

    def forget(self, start: int) -> None:
        """Frees what is remembered of members before this place: nothing there will be asked for."""
        if self.members:
            self.members.forget(start)

    def find(self, start: int) -> int | None:
        """Goes to where the first record from this place on begins, and returns that; None where there is none."""
        self._go_to(start)
        data, at = b"", start
        while chunk := self.stream.read(CHUNK):
            data += chunk
            if match := _RECORD.search(data):
                self._go_to(at + match.start())
                return at + match.start()
            at, data = at + len(data) - len(data[-100:]), data[-100:]
        return None

    def _go_to(self, place: int) -> None:
        """Goes to a place in what is unpacked, from the beginning of the member that holds it."""
        if self.members is None:
            self.file.seek(place)
            return
        begins, offset = self.members.holding(place)
        self.file.seek(offset)
        self.members = Members(self.file, begins, offset)
        self.stream = io.BufferedReader(self.members, CHUNK)
        rest = place - begins
        while rest and (passed := self.stream.read(min(rest, CHUNK))):
            rest -= len(passed)


class Members(io.RawIOBase):
    """A gzip file unpacked as one stream that knows where its members lie, however records are spread over them."""

    def __init__(self, file: BinaryIO, position: int = 0, member: int = 0) -> None:
        self.file = file
        self.position = position  # in what is unpacked
        self.member = member  # where the current member begins in the file
        self.packed = b""
        self.places: dict[int, tuple[int, int, int]] = {}  # where content begins and ends; its member's place
        self.begins = position  # where the current member begins in what is unpacked
        self.starts = deque([(position, member)])  # that of the members which may be asked for again
        self.unzip: Any = None

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Offset and length in the file of the member that holds just what lies from `start` to `end` in the stream;
        None where no member does.
        """
        content_end, offset, length = self.places.get(start, (-1, 0, 0))
        return (offset, length) if content_end == end else None

    def forget(self, start: int) -> None:
        """Frees what is remembered of members before this place: nothing there will be asked for."""
        self.places = {at: place for at, place in self.places.items() if at >= start}
        while len(self.starts) > 1 and self.starts[1][0] <= start:
            self.starts.popleft()

    def holding(self, place: int) -> tuple[int, int]:
        """Where the member that holds this place begins, in what is unpacked and in the file."""
        return next(start for start in reversed(self.starts) if start[0] <= place)

    def readinto(self, buffer: Any) -> int:
        """Unpacks at most up to the end of a member; raises EOFError where the file ends inside one."""
        while True:
            self.packed = self.packed or self.file.read(CHUNK)
            if self.unzip is None:
                if not self.packed:
                    return 0
                self.begins = self.position
                if self.starts[-1] != (self.begins, self.member):
                    self.starts.append((self.begins, self.member))
                self.unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
            elif not self.packed:
                raise EOFError
            data = self.unzip.decompress(self.packed, len(buffer))
            self.packed = self.unzip.unconsumed_tail
            if self.unzip.eof:
                self.packed = self.unzip.unused_data
                end = self.file.tell() - len(self.packed)
                self.places[self.begins] = (self.position + len(data), self.member, end - self.member)
                self.member = end
                self.unzip = None
            if data:
                buffer[: len(data)] = data
                self.position += len(data)
                return len(data)
