"""What the studio needs from the outside world."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from babydance.domain.accounts import Strength
from babydance.domain.billing import (
    BillingProfile,
    ChangePreview,
    CheckoutOrder,
    PaymentEvent,
    RemoteCheckout,
    RemoteInvoice,
    RemotePayment,
    RemoteSubscription,
    Subscription,
)
from babydance.domain.images import Drawing, DrawingJob, PictureFacts, Preview, Verdict
from babydance.domain.mail import Message
from babydance.domain.masks import CleanMask
from babydance.domain.plans import Price
from babydance.domain.tools import Operation, Plan
from babydance.domain.uploads import CleanPicture


class Clock(Protocol):
    """Something that knows the time."""

    def __call__(self) -> datetime:
        """Return this moment, aware, in UTC."""
        ...


class ImageModel(Protocol):
    """Something that draws."""

    def draw(self, job: DrawingJob) -> AsyncIterator[Preview | Drawing]:
        """Yield previews as they come, then one ``Drawing``; raise ``DrawingError`` otherwise."""
        ...


class Moderation(Protocol):
    """Something that judges whether words and pictures are safe; it never guesses when it can't tell."""

    async def check_text(self, text: str) -> Verdict:
        """Judge ``text``; raise ``DrawingError`` (unchecked) when no verdict could be had."""
        ...

    async def check_picture(self, data: bytes, media_type: str) -> Verdict:
        """Judge a picture; raise ``DrawingError`` (unchecked) when no verdict could be had."""
        ...


class PromptWriter(Protocol):
    """Something that writes better prompts."""

    async def improve(self, prompt: str, *, safety_identifier: str) -> str:
        """Return a fuller description of the same picture; raise ``PromptHelpError`` when there is none."""
        ...


class MediaStore(Protocol):
    """Files under keys such as ``image/<id>/original``; no key ever comes from what a person typed."""

    async def put(self, key: str, data: bytes) -> None:
        """Store ``data`` whole or not at all; raise ``StorageError`` when there is no room."""
        ...

    async def get(self, key: str) -> bytes | None:
        """Return the file, or None."""
        ...

    async def size(self, key: str) -> int | None:
        """Return the length in bytes, or None."""
        ...

    def stream(self, key: str, start: int, end: int) -> AsyncGenerator[bytes, None]:
        """Yield the bytes from ``start`` up to, not including, ``end``."""
        ...

    async def move(self, source: str, target: str) -> None:
        """Rename; a missing source is fine when the target is there already."""
        ...

    async def delete(self, keys: Sequence[str]) -> None:
        """Delete what is there."""
        ...

    async def keys(self, prefix: str) -> list[str]:
        """Return every key below ``prefix``."""
        ...


class Pictures(Protocol):
    """Something that opens picture files, in threads of its own."""

    async def inspect(self, data: bytes) -> PictureFacts:
        """Decode the whole picture and describe it; raise ``DrawingError`` (unreadable) otherwise."""
        ...

    async def shrink(self, data: bytes, widths: Sequence[int]) -> list[bytes]:
        """Return one WebP for each width, aspect ratio kept, never enlarged."""
        ...

    async def preview(self, data: bytes, edge: int) -> bytes:
        """Return a small WebP whose longer side has at most ``edge`` pixels."""
        ...

    async def extend(self, data: bytes, width: int, height: int) -> tuple[bytes, bytes]:
        """Return two PNGs: the picture in the middle of a larger, empty canvas, and a mask that opens the rest."""
        ...

    async def cut_out(self, data: bytes) -> bytes | None:
        """Return a PNG without the flat colour behind the subject; None when there is none."""
        ...


class Copies(Protocol):
    """Something that makes copies of pictures that say inside that AI made them, in threads of its own."""

    async def for_strangers(self, data: bytes, edge: int) -> bytes:
        """Return a WebP whose longer side has at most ``edge`` pixels; raise ``DrawingError`` (unreadable)."""
        ...

    async def card(self, data: bytes, size: tuple[int, int]) -> bytes:
        """Return a JPEG of exactly ``size`` pixels with the whole picture in it; raise ``DrawingError`` likewise."""
        ...

    async def converted(self, data: bytes, file_format: str) -> bytes:
        """Return the picture in full size as jpeg, png or webp; raise ``DrawingError`` likewise."""
        ...

    async def png_with(self, data: bytes, words: Mapping[str, str]) -> bytes:
        """Return a PNG in full size that carries ``words`` by keyword; raise ``DrawingError`` likewise."""
        ...


class Uploads(Protocol):
    """Something that makes a picture of our own from a file that anybody may have sent."""

    async def clean(self, data: bytes) -> CleanPicture:
        """Return the picture without anything else that was in the file; raise ``UploadError`` when there is none."""
        ...


class Tools(Protocol):
    """Something that cuts, turns and saves pictures anew, and makes masks clean, in threads of its own."""

    async def edit(self, data: bytes, operations: Sequence[Operation], plan: Plan) -> bytes:
        """Return the picture after ``operations``, saved as ``plan`` says; raise ``DrawingError`` (unreadable)."""
        ...

    async def mask(self, data: bytes) -> CleanMask:
        """Return a PNG of nothing but the mask's transparency; raise ``DrawingError`` (unreadable) if it is no mask."""
        ...


class Mailer(Protocol):
    """Something that delivers mail."""

    async def send(self, message: Message) -> None:
        """Deliver, or raise."""
        ...


class Passwords(Protocol):
    """Something that keeps passwords unreadable and knows weak ones."""

    async def hash(self, password: str) -> str:
        """Return a salted hash."""
        ...

    async def matches(self, password: str, hashed: str) -> bool:
        """Compare in constant time; with an empty ``hashed`` take as long and answer no."""
        ...

    async def strength(self, password: str, own_words: Sequence[str]) -> Strength:
        """Judge how hard it is to guess for somebody who knows ``own_words``."""
        ...


class RateLimits(Protocol):
    """Something that counts how often a thing is asked."""

    async def hit(self, limit: str, *parts: str) -> int:
        """Count one; return 0 when allowed, else the seconds to wait. ``limit`` reads like ``5/minute``."""
        ...


class Payments(Protocol):
    """Something that takes money; every call may raise ``PaymentsDownError``, after which trying again is safe."""

    def read_event(self, body: bytes, signature: str) -> PaymentEvent:
        """Return the event of a signed message; raise ``ForgedEventError`` when it isn't one, whatever the bytes."""
        ...

    async def make_customer(self, account_id: str, *, email: str, name: str) -> str:
        """Return the id of the account's customer; asking twice makes one."""
        ...

    async def open_checkout(self, order: CheckoutOrder) -> RemoteCheckout:
        """Open a page where the price is paid; the same ``key`` gives the same page."""
        ...

    async def expire_checkout(self, checkout_id: str) -> None:
        """Close a page that is not used; one that is complete or closed stays as it is."""
        ...

    async def checkout(self, checkout_id: str) -> RemoteCheckout | None:
        """Fetch a checkout page; None when there is none."""
        ...

    async def subscription(self, subscription_id: str) -> RemoteSubscription | None:
        """Fetch a subscription; None when there is none."""
        ...

    async def subscriptions(self, customer_id: str) -> Sequence[RemoteSubscription]:
        """Fetch every subscription of a customer, ended ones too."""
        ...

    async def invoice(self, invoice_id: str) -> RemoteInvoice | None:
        """Fetch an invoice with its lines and payments; None when there is none."""
        ...

    async def invoices(self, customer_id: str) -> Sequence[RemoteInvoice]:
        """Fetch every invoice of a customer that is no draft."""
        ...

    async def payment(self, payment_id: str) -> RemotePayment | None:
        """Fetch a payment intent with its refunds and disputes; None when there is none."""
        ...

    async def payments(self, customer_id: str) -> Sequence[RemotePayment]:
        """Fetch every payment intent of a customer that was paid."""
        ...

    async def checkouts(self, customer_id: str) -> Sequence[RemoteCheckout]:
        """Fetch every completed checkout of a customer."""
        ...

    async def payment_of_charge(self, charge_id: str) -> str:
        """Return the id of the payment intent behind a charge, a refund or a dispute; empty when there is none."""
        ...

    async def profile(self, customer_id: str) -> BillingProfile:
        """Fetch address, tax id and card on file."""
        ...

    async def preview_change(self, subscription: Subscription, price: Price, *, at: datetime) -> ChangePreview:
        """Work out what changing now would cost, to the smallest unit."""
        ...

    async def change_now(self, subscription: Subscription, price: Price, *, at: datetime, key: str) -> None:
        """Change the plan and charge the difference worked out for ``at``; unpaid, nothing changes."""
        ...

    async def change_later(self, subscription: Subscription, price: Price, *, key: str) -> None:
        """Change the plan at the end of the period."""
        ...

    async def keep_plan(self, subscription: Subscription) -> None:
        """Take back a change that was to come at the end of the period."""
        ...

    async def set_ending(self, subscription_id: str, *, is_ending: bool) -> None:
        """Let a subscription end with its period, or take that back."""
        ...

    async def end_now(self, subscription_id: str) -> None:
        """End a subscription at once, without money back; one that ended stays ended."""
        ...

    async def open_portal(self, customer_id: str, *, return_url: str, flow: str = "") -> str:
        """Return the address of the portal; ``flow`` ``payment_method_update`` goes straight to the card."""
        ...

    async def events(self, *, since: datetime, undelivered: bool = False) -> Sequence[PaymentEvent]:
        """Fetch events made since a moment, at most 30 days back, the oldest first."""
        ...

    async def sync_catalog(self, *, currency: str, return_url: str) -> Sequence[str]:
        """Make products, prices and the portal at the vendor what our table says; return what was changed, in words."""
        ...


class Jobs(Protocol):
    """Something that does durable work after the commit; starting twice is harmless."""

    async def start_generations(self, generation_ids: Sequence[str], *, account_id: str) -> None:
        """Queue the drawing of each."""
        ...

    async def start_mails(self, mail_ids: Sequence[str]) -> None:
        """Queue the sending of each."""
        ...
