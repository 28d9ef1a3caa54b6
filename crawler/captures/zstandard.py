"""WARC files packed with Zstandard (`.warc.zst`, IIPC's WARC Zstandard 1.0): a frame a record, a dictionary before the first."""

from __future__ import annotations

import sys
import zlib
from typing import Any, BinaryIO

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
    return head[:4] == MAGIC or _is_skipped(head)


def _is_skipped(head: bytes) -> bool:
    """Whether a frame that begins so holds no content."""
    return head[1:4] == DICTIONARY[1:] and 0x50 <= head[0] <= 0x5F


class Frames:
    """How the frames of a file are unpacked: with the dictionary that was last told, none at first. Files that were joined
    tell each their own."""

    magic = MAGIC

    def __init__(self) -> None:
        self.dictionary: Any = None

    def passed(self, file: BinaryIO, packed: bytes) -> bytes:
        """What is left of `packed` (and then of the file) once frames are passed over that hold no content; a dictionary is
        taken in. Raises EOFError where the file ends there, zlib.error where the dictionary is broken."""
        while True:
            if len(packed) < 8:
                packed += file.read(8 - len(packed))
            if len(packed) < 8 or not _is_skipped(packed):
                return packed
            size = int.from_bytes(packed[4:8], "little")
            if packed.startswith(DICTIONARY):
                if size > LARGEST:
                    raise zlib.error("its dictionary is too large")
                packed += file.read(max(8 + size - len(packed), 0))
                if len(packed) < 8 + size:
                    raise EOFError
                self.dictionary = _dictionary(packed[8 : 8 + size])
                packed = packed[8 + size :]
            else:
                beyond = 8 + size - len(packed)
                if beyond > 0:
                    file.seek(beyond, 1)
                packed = packed[8 + size :]

    def begin(self) -> Frame:
        """What unpacks the next frame."""
        return Frame(zstd.ZstdDecompressor(self.dictionary))


def _dictionary(data: bytes) -> Any:
    """A dictionary, itself packed or not. Raises zlib.error where it is broken."""
    try:
        plain = zstd.decompress(data) if data.startswith(MAGIC) else data
        return zstd.ZstdDict(plain, is_raw=not plain.startswith(_TRAINED))
    except (zstd.ZstdError, ValueError) as error:
        raise zlib.error(f"its dictionary: {error}") from error


class Frame:
    """A frame that is unpacked step by step, with the errors that other packed files have."""

    def __init__(self, unzip: Any) -> None:
        self.unzip = unzip

    def decompress(self, packed: bytes, most: int) -> tuple[bytes, bytes]:
        """At most so many bytes unpacked, and what is left of `packed` at the frame's end. Raises zlib.error where it is
        broken."""
        try:
            data = self.unzip.decompress(packed, most)
        except zstd.ZstdError as error:
            raise zlib.error(str(error)) from error
        return data, self.unzip.unused_data if self.unzip.eof else b""

    @property
    def eof(self) -> bool:
        """Whether the frame is at its end."""
        return self.unzip.eof

    @property
    def hungry(self) -> bool:
        """Whether it can give nothing more without reading on."""
        return self.unzip.needs_input
