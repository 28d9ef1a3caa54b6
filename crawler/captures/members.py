"""A packed file of many members (gzip) or frames (Zstandard), read as one stream that knows where they lie, and goes on
behind one that is broken."""

from __future__ import annotations

import io
import re
import zlib
from collections import deque
from io import BufferedReader
from typing import Any, BinaryIO

from crawler.captures import zstandard
from crawler.captures.record import CHUNK, GZIP_MAGIC

_RECORD = re.compile(rb"WARC/[01]\.\d+\r?\n[A-Za-z-]+:")  # how a record begins
_PARTED = (b"\r\n\r\n", b"\n\n")  # what stands between two records
_BLANK = re.compile(rb"(?:\r?\n){1,2}\Z")
_ENOUGH = 4096  # bytes of what may be a member by which it is told


class Source:
    """What a WARC file holds, packed or not, from any place on that was come by. Places are bytes of what is unpacked.

    `broken` says what was wrong with members that were passed over, `parted` whether what `next` passed over is what stands
    between records, or a broken member: what was before it is whole.
    """

    def __init__(self, file: BufferedReader) -> None:
        head = file.peek(4)[:4]
        self.file = file
        self.broken: list[str] = []
        self.parted = False
        self.placeless = zstandard.begins(head)
        self.kind: _Gzip | zstandard.Frames = zstandard.Frames() if self.placeless else _Gzip()
        is_packed = self.placeless or head[:2] == GZIP_MAGIC
        self.members = Members(file, self.kind) if is_packed else None
        self.stream = io.BufferedReader(self.members, CHUNK) if self.members else file

    def next(self) -> int | None:
        """Passes over the blank lines between records, zeros that fill up a file, and broken members; returns the place of
        the next record, None at the end of the file."""
        passed, broke = b"", False
        while True:
            try:
                ahead = self.stream.peek(1)[:1]
            except zlib.error as error:
                if not self.skip(error):
                    return None
                broke = True
                continue
            if not ahead or ahead not in b"\r\n\0":
                self.parted = broke or passed.startswith(_PARTED)
                return self.stream.tell() if ahead else None
            passed = (passed + self.stream.read(1))[:4]

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
        while True:
            try:
                chunk = self.stream.read1(CHUNK)
            except zlib.error as error:
                if not self.skip(error):
                    return None
                data, at = b"", self.stream.tell()
                continue
            if not chunk:
                return None
            data += chunk
            if match := _RECORD.search(data):
                self._go_to(at + match.start())
                return at + match.start()
            at, data = at + len(data) - len(data[-100:]), data[-100:]

    def until_next(self, most: int) -> bytes | None:
        """What lies from here to where the next record begins, without the blank lines between; None beyond so many bytes.

        Raises EOFError where no record follows, nor the blank lines that end one.
        """
        at, data, fits, match = self.stream.tell(), b"", True, None
        try:
            while chunk := self.stream.read1(CHUNK):
                data += chunk
                if match := _RECORD.search(data, max(len(data) - len(chunk) - 100, 0)):
                    self._go_to(at + match.start())
                    data = data[: match.start()]
                    break
                if len(data) > most:
                    at, data, fits = at + len(data) - 100, data[-100:], False
        except zlib.error:  # `next` passes over what is broken
            pass
        if match is None and not data.endswith(_PARTED):
            raise EOFError
        return _BLANK.sub(b"", data) if fits else None

    def skip(self, error: zlib.error) -> bool:
        """Goes to the first member behind the one in which `error` was raised; False where there is none. What follows there
        has the places that what was broken would have had."""
        assert self.members is not None
        broken = self.members.member
        self.broken.append(f"{str(error).rpartition(': ')[2]} at byte {broken:,}")
        offset = self._next_member(broken + 1)
        if offset is None:
            return False
        self.file.seek(offset)
        self.members = Members(self.file, self.kind, self.members.position, offset)
        self.stream = io.BufferedReader(self.members, CHUNK)
        return True

    def _next_member(self, offset: int) -> int | None:
        """Where the first member from this byte of the file on begins."""
        self.file.seek(offset)
        data = b""
        while chunk := self.file.read(CHUNK):
            data += chunk
            at = -1
            while (at := data.find(self.kind.magic, at + 1)) >= 0:
                if len(data) - at < _ENOUGH:
                    data += self.file.read(_ENOUGH)
                try:
                    if self.kind.begin().decompress(data[at : at + _ENOUGH], _ENOUGH)[0]:
                        return offset + at
                except zlib.error:
                    pass
            kept = data[-3:]
            offset, data = offset + len(data) - len(kept), kept
        return None

    def _go_to(self, place: int) -> None:
        """Goes to a place in what is unpacked, from the beginning of the member that holds it."""
        if self.members is None:
            self.file.seek(place)
            return
        begins, offset = self.members.holding(place)
        self.file.seek(offset)
        self.members = Members(self.file, self.kind, begins, offset)
        self.stream = io.BufferedReader(self.members, CHUNK)
        rest = place - begins
        while rest and (passed := self.stream.read(min(rest, CHUNK))):
            rest -= len(passed)


class _Gzip:
    """How the members of a gzip file are unpacked."""

    magic = GZIP_MAGIC + b"\x08"

    def passed(self, file: BinaryIO, packed: bytes) -> bytes:
        """What is left of `packed` (and then of the file) once what is no member is passed over: nothing is."""
        return packed

    def begin(self) -> _Member:
        """What unpacks the next member."""
        return _Member()


class _Member:
    """A member of a gzip file that is unpacked step by step."""

    hungry = True  # what it was given is gone with the call, or handed back

    def __init__(self) -> None:
        self.unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def decompress(self, packed: bytes, most: int) -> tuple[bytes, bytes]:
        """At most so many bytes unpacked, and what is left of `packed`. Raises zlib.error where it is broken."""
        data = self.unzip.decompress(packed, most)
        return data, self.unzip.unused_data if self.unzip.eof else self.unzip.unconsumed_tail

    @property
    def eof(self) -> bool:
        """Whether the member is at its end."""
        return self.unzip.eof


class Members(io.RawIOBase):
    """A packed file unpacked as one stream that knows where its members lie, however records are spread over them."""

    def __init__(self, file: BinaryIO, kind: _Gzip | zstandard.Frames, position: int = 0, member: int = 0) -> None:
        self.file, self.kind = file, kind
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
            if self.unzip is None and not self._begin():
                return 0
            if not self.packed and self.unzip.hungry and not self._fill():
                raise EOFError
            data, self.packed = self.unzip.decompress(self.packed, len(buffer))
            if self.unzip.eof:
                end = self.file.tell() - len(self.packed)
                self.places[self.begins] = (self.position + len(data), self.member, end - self.member)
                self.unzip = None
            if data:
                buffer[: len(data)] = data
                self.position += len(data)
                return len(data)

    def _fill(self) -> bool:
        """Reads on in the file; False at its end."""
        self.packed = self.packed or self.file.read(CHUNK)
        return bool(self.packed)

    def _begin(self) -> bool:
        """Begins the next member, behind zeros that fill up a block of the disk; False at the end of the file."""
        while self._fill():
            self.packed = self.packed.lstrip(b"\0")
            if not self.packed:
                continue
            self.member = self.file.tell() - len(self.packed)
            self.packed = self.kind.passed(self.file, self.packed)
            if not self.packed:
                continue
            self.begins = self.position
            if self.starts[-1] != (self.begins, self.member):
                self.starts.append((self.begins, self.member))
            self.unzip = self.kind.begin()
            return True
        return False
