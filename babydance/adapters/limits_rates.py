"""Rate limits: counted in this process, or in Redis for all processes together."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import time
from typing import Any

import limits
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool

log = logging.getLogger(__name__)

_PATIENCE = 2.0  # seconds that Redis may take


class LimitsRates:
    """Counts in memory, or with ``redis_url`` (``redis://...``) in Redis; use one for each process and event loop.

    The window slides: the calls of the window before count by how much of it is still within reach, so nobody gets
    twice the limit around the turn of a minute, and a key takes two numbers however high its limit is.
    """

    def __init__(self, redis_url: str = "", *, prefix: str = "babydance") -> None:
        self._prefix = prefix
        self._alone = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._pool = _pool(redis_url) if redis_url else None
        self._together = SlidingWindowCounterRateLimiter(_redis(redis_url, self._pool)) if self._pool else self._alone

    async def hit(self, limit: str, *parts: str) -> int:
        """Count one; return 0 when allowed, else the seconds to wait. ``limit`` reads like ``5/minute``.

        While Redis is away each process counts for itself: limits get looser, nobody is locked out.
        """
        item = limits.parse(limit)
        key = self._key(parts)
        try:
            return await _hit(self._together, item, key)
        except StorageError as error:
            log.warning("rate limits: Redis does not answer (%s)", type(error.storage_error).__name__)
            return await _hit(self._alone, item, key)

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._pool is not None:
            await self._pool.aclose()

    def _key(self, parts: tuple[str, ...]) -> str:
        """Return a short name that tells nothing; parts are often mail addresses."""
        digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
        return f"{self._prefix}:{digest}"


async def _hit(strategy: SlidingWindowCounterRateLimiter, item: limits.RateLimitItem, key: str) -> int:
    if await strategy.hit(item, key):
        return 0
    window = await strategy.get_window_stats(item, key)
    return max(1, math.ceil(window.reset_time - time.time()))


def _pool(url: str) -> ConnectionPool:
    return ConnectionPool.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)


def _redis(url: str, pool: ConnectionPool) -> RedisStorage:
    options: dict[str, Any] = {"connection_pool": pool}
    return RedisStorage(f"async+{url}", wrap_exceptions=True, implementation="redispy", **options)
