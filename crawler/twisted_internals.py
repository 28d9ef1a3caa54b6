"""What we use of Twisted that it keeps private, and nothing else: a new Twisted is checked here.

Each use says, in brackets, the tests that fail when Twisted changes it; `tests/test_house.py` holds that no other module
imports such a part.
"""

from __future__ import annotations

from typing import Any

from service_identity import CertificateError, VerificationError
from twisted.internet import _sslverify
from twisted.web._abnf import _istoken
from twisted.web._newclient import ParseError
from twisted.web.http import _ChunkedTransferDecoder, _DataLoss
from twisted.web.http_headers import InvalidHeaderName

__all__ = [
    "ChunkDecoder",
    "DataLossError",
    "InvalidHeaderName",
    "ParseError",
    "is_header_name",
    "refuse_nameless_certificates",
]

# What it raises of an answer that ends early, and of one that is no HTTP. [tests/crawler/test_responses.py]
DataLossError = _DataLoss

# Whether bytes may be a header's name. [tests/crawler/test_responses.py]
is_header_name = _istoken


def refuse_nameless_certificates() -> None:
    """Has a certificate that bears no name at all be one of another name: Twisted only logs what service_identity
    raises of it, and goes on. [tests/crawler/test_unsaid.py]"""
    judge: Any = _sslverify.verify_service_identity

    def judged(*patterns: Any) -> Any:
        """Judges as Twisted does; a certificate without any name is one of another name."""
        try:
            return judge(*patterns)
        except CertificateError as error:
            raise VerificationError(errors=[]) from error

    _sslverify.verify_service_identity = judged  # type: ignore[assignment]


class ChunkDecoder(_ChunkedTransferDecoder):
    """Twisted's reader of chunks, which takes their sizes among blanks, and passes over what follows them.
    [tests/crawler/test_responses.py]"""

    def _dataReceived_CHUNK_LENGTH(self) -> bool:
        end = self._buffer.find(b"\r\n")
        if end > 0:
            size = self._buffer[:end].partition(b";")[0].strip()
            self._buffer[:end] = size
            self._start = 0
        return super()._dataReceived_CHUNK_LENGTH()
