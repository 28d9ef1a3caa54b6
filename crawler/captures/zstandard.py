"""WARC files packed with Zstandard (`.warc.zst`, IIPC's WARC Zstandard 1.0): a frame a record, a dictionary before the first."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Callable
from typing import Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAGIC = b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"  # begins a frame that holds the dictionary of all others
_TRAINED = b"\x37\xa4\x30\xec"  # begins a dictionary that was trained; others are taken as they are
LARGEST = 64 * 1024 * 1024  # bytes of a dictionary


def begins(head: bytes) -> bool:
    """Whether a file that begins so is packed with Zstandard; a frame that is to be skipped may stand first."""
    return head[:4] == MAGIC or (head[1:4] == DICTIONARY[1:] and 0x50 <= head[0] <= 0x5F)


def unpacked(file: Any) -> io.BufferedReader:
    """What a file holds that stands at its beginning, as one stream that can be sought in. It raises EOFError where the
    file ends inside a frame, zlib.error where it is broken."""
    return io.BufferedReader(_Stream(file, _dictionary(file)), 1 << 16)


def _dictionary(file: Any) -> Any:
    """The dictionary before the first record, itself packed or not; None where there is none. Leaves the file there."""
    start = file.tell()
    if file.peek(4)[:4] != DICTIONARY:
        return None
    size = int.from_bytes(file.read(8)[4:], "little")
    data = file.read(min(size, LARGEST + 1))
    file.seek(start)
    if len(data) < size:
        raise EOFError if size <= LARGEST else zlib.error("its dictionary is too large")
    try:
        plain = zstd.decompress(data) if data.startswith(MAGIC) else data
        return zstd.ZstdDict(plain, is_raw=not plain.startswith(_TRAINED))
    except (zstd.ZstdError, ValueError) as error:
        raise zlib.error(f"its dictionary: {error}") from error


class _Stream(io.RawIOBase):
    """Frame after frame, with the errors that other packed files have."""

    def __init__(self, file: Any, dictionary: Any) -> None:
        self.frames = zstd.ZstdFile(file, zstd_dict=dictionary)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.frames.tell()

    def seek(self, place: int, whence: int = 0) -> int:
        return _safely(self.frames.seek, place, whence)

    def readinto(self, buffer: Any) -> int:
        """Reads what is whole, no further than `buffer` is long; returns how many bytes.

        Raises zlib.error where it is broken.
        """
        data = _safely(self.frames.read1, len(buffer))  # no further than what is whole
        buffer[: len(data)] = data
        return len(data)


def _safely(do: Callable[..., Any], *arguments: Any) -> Any:
    """Calls a function of zstandard; its errors become zlib.error, as other packed files raise."""
    try:
        return do(*arguments)
    except zstd.ZstdError as error:
        raise zlib.error(str(error)) from error
