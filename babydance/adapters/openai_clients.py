"""One client of the official SDK for each event loop, made when it is first needed."""

from __future__ import annotations

import asyncio
import logging
from weakref import WeakKeyDictionary

import httpx2
from openai import AsyncOpenAI


class ClientPerLoop:
    """Hands out a client that never tries again by itself: a second try may be a second bill."""

    def __init__(self, api_key: str, base_url: str, timeout: httpx2.Timeout) -> None:
        self._api_key = api_key
        self._base_url = base_url
        self._timeout = timeout
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncOpenAI] = WeakKeyDictionary()

    def here(self) -> AsyncOpenAI:
        """Return the client of the running loop; connections can't be shared between loops."""
        loop = asyncio.get_running_loop()
        client = self._clients.get(loop)
        if client is None:
            logging.getLogger("openai").setLevel(logging.INFO)  # its debug lines hold prompts
            client = AsyncOpenAI(
                api_key=self._api_key, base_url=self._base_url or None, max_retries=0, timeout=self._timeout
            )
            self._clients[loop] = client
        return client

    async def close(self) -> None:
        """Close the connections of the running loop."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.close()
