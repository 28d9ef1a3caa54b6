"""Why there is no answer, in words for whoever reads the log or the archive."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import CertificateError, VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed, DNSLookupError

from archive.reasons import Code, Reason, other
from crawler.twisted_internals import DataLossError, InvalidHeaderName, ParseError, refuse_nameless_certificates

_TIMED_OUT = re.compile(r"took longer than ([\d.]+?)(?:\.0)? seconds")
_OBJECT = re.compile(r"<[\w.]+[ :(]|\bobject at 0x|^[\[({].*[\])}]$|^b?['\"]|\w\(\w+=")  # how Python shows its objects
_NO_TLS = re.compile(r"wrong version|unknown protocol|http request|record layer|packet length")
_CUT = "the connection was broken off"
_VERIFY = "certificate verify failed"


def cause(error: BaseException) -> Reason:
    """An error in a line of words: no name of a class, no Python object."""
    if isinstance(reason := getattr(error, "reason", None), Reason):
        return reason
    for each in [error] if isinstance(error, ResponseDataLossError) else _inner(error):
        if words := _words(each):
            return words
    text = " ".join(str(error).split())
    if text and not _OBJECT.search(text):
        return other(text)
    return other(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower())


def is_certificate(error: BaseException) -> bool:
    """Whether somebody answered who could not show to be the one that was asked."""
    return any(
        isinstance(each, VerificationError | CertificateError)
        or (isinstance(each, SSL.Error) and _VERIFY in _reason(each))
        for each in _inner(error)
    )


def is_garbled(error: BaseException) -> bool:
    """Whether an answer came that breaks the rules of HTTP: of another length than it says, or not to be made out at all."""
    return isinstance(error, ResponseDataLossError) or any(_is_no_http(each) for each in _inner(error))


def is_nobody(error: BaseException) -> bool:
    """Whether there is no server of the kind that was asked for: none at all, or one that speaks no TLS we know.

    One whose certificate is not believed is there, and so is one that hangs up.
    """
    return not is_certificate(error) and any(
        isinstance(each, DNSLookupError | ConnectError | DownloadTimeoutError)
        or (isinstance(each, SSL.Error) and _reason(each) != _CUT)
        for each in _inner(error)
    )


def _inner(error: BaseException) -> Iterator[BaseException]:
    """What an error was made of, the innermost first."""
    for reason in getattr(error, "reasons", None) or []:
        yield from _inner(reason.value)
    if error.__cause__ is not None:
        yield from _inner(error.__cause__)
    yield error


def _words(error: BaseException) -> Reason | None:
    """What one error of a library means; None where its own text must do."""
    text = str(error)
    if isinstance(error, VerificationError | CertificateError):
        return Reason(Code.CERTIFICATE_NAME)
    if isinstance(error, SSL.Error):
        reason = _reason(error)
        if _VERIFY in reason:
            return Reason(Code.CERTIFICATE)
        if reason == _CUT:
            return Reason(Code.BROKEN_OFF)
        return Reason(Code.NO_TLS) if _NO_TLS.search(reason) else Reason(Code.TLS, text=reason)
    if isinstance(error, DNSLookupError | CannotResolveHostError):
        return Reason(Code.NO_HOST)
    if isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in text:
        return Reason(Code.ANSWER_TOO_LARGE)
    if type(error).__name__ == "TunnelError":
        return Reason(Code.PROXY)
    if isinstance(error, DownloadTimeoutError):
        found = _TIMED_OUT.search(text)
        return Reason(Code.TIMEOUT, seconds=found[1]) if found else other("no answer in time")
    if isinstance(error, ConnectError):
        number = getattr(error, "osError", None)
        return (
            Reason(Code.NO_CONNECTION, text=os.strerror(number).lower())
            if isinstance(number, int)
            else other("no connection")
        )
    if isinstance(error, DataLossError | ResponseDataLossError):
        return Reason(Code.INCOMPLETE)
    if _is_no_http(error):
        return Reason(Code.NO_HTTP)
    if isinstance(error, ConnectionClosed):
        return Reason(Code.BROKEN_OFF)
    packed = type(error).__name__ in ("BadGzipFile", "ZstdError") or text.startswith("brotli: ")
    if packed or isinstance(error, zlib.error | EOFError):
        return Reason(Code.NOT_UNPACKED)
    if isinstance(error, UnsupportedURLSchemeError):
        return Reason(Code.SCHEME)
    return None


def _is_no_http(error: BaseException) -> bool:
    """Whether Twisted stumbled over an answer: its status line, a header's name or value, a transfer coding (KeyError)."""
    return isinstance(error, ParseError | InvalidHeaderName | KeyError) or (
        isinstance(error, ValueError) and bool(re.match(r"Invalid response|Value contains", str(error)))
    )


def _reason(error: SSL.Error) -> str:
    """OpenSSL's last word: `certificate verify failed`; where the connection just ended, nothing."""
    try:
        return str(error.args[0][-1][-1])
    except (IndexError, TypeError):
        return _CUT


refuse_nameless_certificates()
