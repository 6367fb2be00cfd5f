"""Rate limits in memory, in a real Redis, and while Redis is away."""

import asyncio
import logging
import secrets
import time

import pytest
import redis
import redis.asyncio

from babydance.adapters.limits_rates import LimitsRates

REDIS = "redis://127.0.0.1:6379/15"


def run(story, url="", prefix="test"):
    async def closing():
        rates = LimitsRates(url, prefix=prefix)
        try:
            return await story(rates)
        finally:
            await rates.close()

    return asyncio.run(closing())


@pytest.fixture
def prefix():
    """A name in a real Redis that nobody else uses, swept afterwards."""
    server = redis.Redis.from_url(REDIS, socket_connect_timeout=1)
    try:
        server.ping()
    except redis.RedisError as error:
        pytest.skip(f"no Redis on 127.0.0.1:6379: {type(error).__name__}")
    name = f"babydance-test-{secrets.token_hex(8)}"
    yield name
    for key in server.scan_iter(f"*{name}*"):
        server.delete(key)
    server.close()


@pytest.fixture(params=["memory", "redis"])
def place(request):
    if request.param == "memory":
        return {}
    return {"url": REDIS, "prefix": request.getfixturevalue("prefix")}


def test_calls_within_the_limit_pass_and_the_next_one_waits(place):
    async def story(rates):
        return [await rates.hit("3/hour", "sign-in", "anna@example.org") for _ in range(5)]

    first, second, third, *refused = run(story, **place)
    assert (first, second, third) == (0, 0, 0)
    assert all(1 <= wait <= 3601 for wait in refused)


def test_everybody_is_counted_apart(place):
    async def story(rates):
        await rates.hit("1/hour", "sign-in", "anna")
        return [
            await rates.hit("1/hour", *parts)
            for parts in (("sign-in", "ben"), ("sign-up", "anna"), ("sign-in", "anna"), ("sign-in/anna",), ())
        ]

    waits = run(story, **place)
    assert [bool(wait) for wait in waits] == [False, False, True, False, False]


def test_whoever_waits_as_long_as_told_may_go_on(place):
    async def story(rates):
        for _ in range(2):
            assert await rates.hit("2/second", "x") in {0, 1}
        while not (wait := await rates.hit("2/second", "x")):
            pass
        assert wait in {1, 2}
        await asyncio.sleep(wait)
        return await rates.hit("2/second", "x")

    assert run(story, **place) == 0


def test_calls_at_once_do_not_slip_through(place):
    async def story(rates):
        return await asyncio.gather(*(rates.hit("10/hour", "x") for _ in range(40)))

    assert run(story, **place).count(0) == 10


def test_two_processes_share_what_is_in_redis(prefix):
    async def story(rates):
        return await rates.hit("1/hour", "x")

    assert run(story, REDIS, prefix) == 0
    assert run(story, REDIS, prefix) > 0


def test_redis_holds_no_mail_address(prefix):
    async def story(rates):
        await rates.hit("1/hour", "sign-in", "anna@example.org")

    run(story, REDIS, prefix)
    server = redis.Redis.from_url(REDIS)
    keys = list(server.scan_iter(f"*{prefix}*"))
    server.close()
    assert keys
    assert not any(b"anna" in key for key in keys)


def test_while_redis_is_away_each_process_counts_for_itself(caplog):
    async def story(rates):
        return [await rates.hit("2/hour", "x", "anna@example.org") for _ in range(3)]

    with caplog.at_level(logging.WARNING):
        first, second, third = run(story, "redis://127.0.0.1:9/0")
    assert (first, second) == (0, 0)
    assert third > 0
    assert "Redis does not answer" in caplog.text
    assert "anna" not in caplog.text


def test_a_thousand_callers_are_counted_quickly():
    async def story(rates):
        for number in range(1000):
            await rates.hit("5/minute", "x", str(number))

    started = time.perf_counter()
    run(story)
    assert time.perf_counter() - started < 3


def test_a_limit_that_is_none_is_a_mistake():
    async def story(rates):
        await rates.hit("often", "x")

    with pytest.raises(ValueError, match="string"):
        run(story)
