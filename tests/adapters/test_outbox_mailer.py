"""The development outbox: whole mails, the newest ones, and no way out of its folder."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from babydance.adapters.outbox_mailer import OutboxMailer
from babydance.domain.mail import Message


def mail(number=1):
    return Message(
        to="anna@example.org",
        subject=f"Grüße {number}",
        text="Open https://studio.example/verify?token=abc",
        html="<p>Open</p>",
        message_id=f"<{number}@studio.example>",
    )


@pytest.fixture
def outbox(tmp_path):
    return OutboxMailer(tmp_path / "data" / "outbox", kept=5)


def test_an_outbox_without_mail_is_empty(outbox):
    assert asyncio.run(outbox.list()) == []


def test_a_mail_can_be_read_as_it_was_sent(outbox):
    async def story():
        await outbox.send(mail())
        (listed,) = await outbox.list()
        return listed, await outbox.read(listed.id)

    listed, found = asyncio.run(story())
    assert listed == found
    assert found.message == mail()
    assert datetime.now(UTC) - found.written_at < timedelta(minutes=1)


def test_only_the_newest_mails_are_kept(outbox, tmp_path):
    async def story():
        for number in range(8):
            await outbox.send(mail(number))
            await asyncio.sleep(0.002)  # ids are sorted by the millisecond
        return await outbox.list()

    assert [kept.message for kept in asyncio.run(story())] == [mail(number) for number in (7, 6, 5, 4, 3)]
    assert len(list((tmp_path / "data" / "outbox").iterdir())) == 5


def test_mails_that_are_sent_at_once_are_all_whole(tmp_path):
    outbox = OutboxMailer(tmp_path)

    async def story():
        await asyncio.gather(*(outbox.send(mail(number)) for number in range(30)))
        return await outbox.list()

    assert {sent.message.message_id for sent in asyncio.run(story())} == {
        mail(number).message_id for number in range(30)
    }


@pytest.mark.parametrize("mail_id", ["", "..", "../secret", "a" * 32, "A" * 32, "0" * 31 + "/"])
def test_only_ids_of_mails_are_read(outbox, tmp_path, mail_id):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.json").write_text("{}")
    assert asyncio.run(outbox.read(mail_id)) is None
