"""What we use of Twisted that it keeps private, and nothing else: a new Twisted is checked here.

Each use says, in brackets, the tests that fail when Twisted changes it; `tests/test_house.py` holds that no other module
imports such a part.
"""

from __future__ import annotations

from typing import Any

from service_identity import CertificateError, VerificationError
from twisted.internet import _sslverify
from twisted.web._newclient import ParseError
from twisted.web.http import _DataLoss
from twisted.web.http_headers import InvalidHeaderName

__all__ = ["DataLossError", "InvalidHeaderName", "ParseError", "refuse_nameless_certificates"]

# What it raises of an answer that ends early, and of one that is no HTTP. [tests/crawler/test_responses.py]
DataLossError = _DataLoss


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
