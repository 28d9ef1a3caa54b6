"""What we use of uvicorn that it does not document, and nothing else: a new uvicorn is checked here.

`tests/test_house.py` holds that no other module imports such a part.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle


class Connection(H11Protocol):
    """A connection that is closed where it asks for nothing: uvicorn waits for a first request for ever.
    [tests/publish/test_serve.py]"""

    silent = 10.0  # seconds within which it must ask for something
    asked: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to watch a new connection."""
        super().connection_made(transport)
        self.loop.call_later(self.silent, self._close_if_silent)

    def _close_if_silent(self) -> None:
        """Closes the connection where it asked for nothing since the last look; else looks again later."""
        if self.transport.is_closing():
            return
        if self.asked is self.cycle and (self.cycle is None or self.cycle.response_complete):
            self.transport.close()
            return
        self.asked = self.cycle
        self.loop.call_later(self.silent, self._close_if_silent)
