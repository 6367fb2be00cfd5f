"""Builds the studio: which adapter serves which port, and in which order things start and stop."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from babydance.adapters.bcrypt_passwords import BcryptPasswords
from babydance.adapters.limits_rates import LimitsRates
from babydance.adapters.media_store import ObstoreMedia
from babydance.adapters.openai_images import OpenAIImageModel
from babydance.adapters.openai_moderation import OpenAIModeration
from babydance.adapters.openai_prompts import OpenAIPrompts
from babydance.adapters.outbox_mailer import OutboxMailer
from babydance.adapters.pillow_copies import PillowCopies
from babydance.adapters.pillow_pictures import PillowPictures
from babydance.adapters.pillow_tools import PillowTools
from babydance.adapters.pillow_uploads import PillowUploads
from babydance.adapters.routed_images import RoutedImageModel
from babydance.adapters.sandbox_process import SandboxAddress, sandbox_running
from babydance.adapters.smtp_mailer import SmtpMailer
from babydance.domain.errors import StorageError
from babydance.domain.media import original_key
from babydance.domain.models import IMAGE_MODELS, ImageModelSpec, ModelTable
from babydance.domain.ports import Clock, MediaStore
from babydance.domain.providers import OPENAI, SANDBOX, SANDBOX_MODELS, Provider
from babydance.domain.site import Site
from babydance.logs import set_up_logs
from babydance.services.accounts import AccountService
from babydance.services.changes import Changes
from babydance.services.credits import CreditService
from babydance.services.downloads import DownloadService
from babydance.services.drawing import DrawingService
from babydance.services.folders import FolderService
from babydance.services.gallery import GalleryService
from babydance.services.generation import GenerationService
from babydance.services.leases import LeaseService
from babydance.services.mail import MailService
from babydance.services.masks import MaskService
from babydance.services.prompts import PromptService
from babydance.services.recipes import RecipeService
from babydance.services.selections import SelectionService
from babydance.services.shares import ShareService
from babydance.services.tools import ToolService
from babydance.services.uploads import UploadService
from babydance.settings import Settings, keep_secret_key, load_settings
from babydance.store.database import Database
from babydance.workflows.engine import JobEngine, JobLimits
from babydance.workflows.jobs import DbosJobs
from babydance.workflows.parts import Parts

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Studio:
    """Everything that the pages, the endpoints and the worker may ask for."""

    site: Site
    models: ModelTable
    accounts: AccountService
    credits: CreditService
    generation: GenerationService
    gallery: GalleryService
    shares: ShareService
    prompts: PromptService
    recipes: RecipeService
    selections: SelectionService
    folders: FolderService
    uploads: UploadService
    masks: MaskService
    tools: ToolService
    downloads: DownloadService
    changes: Changes
    outbox: OutboxMailer | None
    clock: Clock
    database: Database
    media: MediaStore

    def today(self) -> date:
        """Return the date by which models live or die."""
        return self.clock().date()

    async def readiness(self) -> dict[str, bool]:
        """Tell of each thing that the studio needs whether it answers."""
        return {"database": await self.database.is_up(), "media": await self._media_answers()}

    async def _media_answers(self) -> bool:
        try:
            await self.media.size(original_key("0" * 32))
        except StorageError:
            return False
        return True


@asynccontextmanager
async def serve_studio() -> AsyncIterator[None]:
    """Keep the studio of this process running while the web application runs."""
    settings = load_settings()
    set_up_logs(level=settings.log_level, as_json=settings.logs_as_json)
    async with studio_running(settings, works=settings.embedded_worker) as running:
        _running[:] = [running]
        yield
        _running.clear()


@asynccontextmanager
async def studio_running(settings: Settings, *, works: bool) -> AsyncIterator[Studio]:
    """Start the studio: the sandbox if there is no key, then the jobs; with ``works=False`` they are only queued."""
    async with AsyncExitStack() as stack:
        api_key, base_url, sandbox = settings.openai_api_key, settings.openai_base_url, None
        if settings.draws_in_sandbox:
            sandbox = await stack.enter_async_context(sandbox_running(seconds=settings.sandbox_seconds))
            api_key, base_url = sandbox.key, sandbox.url
        offers = (_Offer(OPENAI, IMAGE_MODELS, api_key, base_url), *_other_offers(settings, sandbox))
        image_models = {offer.provider.id: offer.open(settings) for offer in offers}
        for opened in image_models.values():
            stack.push_async_callback(opened.close)
        moderation = OpenAIModeration(api_key, base_url)
        stack.push_async_callback(moderation.close)
        prompt_writer = OpenAIPrompts(api_key, base_url, model=settings.prompt_model)
        stack.push_async_callback(prompt_writer.close)
        database = Database(settings.app_database_url, pool_size=settings.database_pool)
        stack.push_async_callback(database.close)
        studio, engine = _assemble(
            settings, database, image_models, offers, moderation=moderation, prompt_writer=prompt_writer, works=works
        )
        await engine.start()
        stack.push_async_callback(engine.stop)
        await studio.changes.start()
        stack.push_async_callback(studio.changes.stop)
        yield studio


@dataclass(frozen=True, slots=True)
class _Offer:
    """A provider with its models, and how to reach it."""

    provider: Provider
    models: tuple[ImageModelSpec, ...]
    api_key: str = field(repr=False)
    base_url: str

    def open(self, settings: Settings) -> OpenAIImageModel:
        return OpenAIImageModel(
            self.api_key,
            self.base_url,
            silence_seconds=settings.provider_silence_seconds,
            provider=self.provider,
            models=self.models,
        )


def _other_offers(settings: Settings, sandbox: SandboxAddress | None) -> Iterator[_Offer]:
    """Give the providers of the settings; without a key the sandbox plays one."""
    if sandbox is not None:
        yield _Offer(SANDBOX, SANDBOX_MODELS, sandbox.key, sandbox.other_url)
        return
    listed = settings.provider_list
    for provider in listed.providers:
        specs = tuple(spec for spec in listed.models if spec.provider == provider.id)
        yield _Offer(provider, specs, settings.provider_key(provider), provider.base_url)


def studio() -> Studio:
    """Return the running studio, or the one that a test put in its place."""
    return _replacement.get() or _running[0]


@contextmanager
def use_studio(replacement: Studio) -> Iterator[None]:
    """Serve ``replacement`` inside the block; for tests."""
    token = _replacement.set(replacement)
    try:
        yield
    finally:
        _replacement.reset(token)


_running: list[Studio] = []
_replacement: ContextVar[Studio | None] = ContextVar("replacement", default=None)


def _assemble(
    settings: Settings,
    database: Database,
    image_models: Mapping[str, OpenAIImageModel],
    offers: Sequence[_Offer],
    *,
    moderation: OpenAIModeration,
    prompt_writer: OpenAIPrompts,
    works: bool,
) -> tuple[Studio, JobEngine]:
    secret_key = keep_secret_key(settings)
    media = ObstoreMedia.in_folder(settings.data_dir / "media")
    models = ModelTable(tuple(spec for offer in offers for spec in offer.models), hidden=settings.hidden_model_ids)
    image_model = RoutedImageModel(image_models, models.specs)
    for spec in models.leaving(_now().date()):
        log.warning("the model %s leaves on %s: offer another one before", spec.id, spec.shutdown_on)
    jobs = DbosJobs()
    outbox = OutboxMailer(settings.data_dir / "outbox") if settings.mails_to_outbox else None
    mail = MailService(database, outbox or _smtp(settings), clock=_now, origin=settings.origin)
    generation = GenerationService(
        database,
        media,
        jobs,
        clock=_now,
        models=models,
        previews=settings.previews,
        micro_usd_per_credit=settings.micro_usd_per_credit,
        queued_per_account=settings.queued_per_account,
        account_slots=settings.account_slots,
        is_sandbox=settings.draws_in_sandbox,
    )
    pictures, rates = PillowPictures(), LimitsRates()
    drawing = DrawingService(database, image_model, moderation, media, pictures, clock=_now, secret_key=secret_key)
    accounts = AccountService(
        database,
        BcryptPasswords(settings.bcrypt_cost, secret_key.encode()),
        rates=rates,
        jobs=jobs,
        clock=_now,
        session_life=timedelta(days=settings.session_days),
    )
    credits = CreditService(database, _now)
    trash_life = timedelta(days=settings.trash_days)
    gallery = GalleryService(database, media, clock=_now, trash_life=trash_life, models=models.specs)
    selections = SelectionService(database, clock=_now)
    copies = PillowCopies()
    shares = ShareService(database, media, copies, clock=_now, secret_key=secret_key)
    recipes = RecipeService(database, media, copies, rates=rates, models=models, clock=_now)
    prompts = PromptService(
        database,
        prompt_writer if settings.prompt_help else None,
        moderation,
        rates=rates,
        clock=_now,
        secret_key=secret_key,
    )
    uploads = UploadService(
        database,
        media,
        PillowUploads(),
        pictures,
        moderation,
        rates=rates,
        clock=_now,
        hours=settings.upload_hours,
        is_open=settings.takes_uploads,
    )
    pillow_tools = PillowTools()
    masks = MaskService(database, media, pillow_tools, rates=rates, clock=_now)
    tools = ToolService(database, media, pictures, pillow_tools, rates=rates, clock=_now)
    chores = (
        accounts.sweep,
        credits.expire_due,
        shares.sweep,
        gallery.sweep_trash,
        selections.sweep,
        uploads.sweep,
        masks.sweep_files,
        tools.sweep_files,
    )
    parts = Parts(generation, drawing, gallery, mail, chores=chores)
    engine = JobEngine(
        parts, LeaseService(database), url=settings.job_database_url, limits=_limits(settings), works=works
    )
    studio = Studio(
        site=_site(settings),
        models=models,
        accounts=accounts,
        credits=credits,
        generation=generation,
        gallery=gallery,
        shares=shares,
        prompts=prompts,
        recipes=recipes,
        selections=selections,
        folders=FolderService(database, clock=_now),
        uploads=uploads,
        masks=masks,
        tools=tools,
        downloads=DownloadService(database, media, copies, clock=_now),
        changes=Changes(database),
        outbox=outbox,
        clock=_now,
        database=database,
        media=media,
    )
    return studio, engine


def _site(settings: Settings) -> Site:
    return Site(
        origin=settings.origin,
        page_origin=settings.origin if settings.dev_backend_port else "",
        allowed_origins=settings.own_origins,
        is_https=settings.is_https,
        is_production=settings.is_production,
        is_on_loopback=settings.is_on_loopback,
        proxy_hops=settings.trusted_proxy_hops,
        connections_per_address=settings.connections_per_address,
        draws_in_sandbox=settings.draws_in_sandbox,
        mails_to_outbox=settings.mails_to_outbox,
        session_seconds=settings.session_days * 86_400,
    )


def _limits(settings: Settings) -> JobLimits:
    return JobLimits(
        worker_slots=settings.worker_slots,
        account_slots=settings.account_slots,
        provider_slots=settings.provider_slots,
        provider_per_minute=settings.provider_per_minute,
        poll_seconds=settings.queue_poll_seconds,
    )


def _smtp(settings: Settings) -> SmtpMailer:
    return SmtpMailer(
        settings.smtp_host,
        settings.smtp_port,
        sender=settings.mail_from,
        user=settings.smtp_user,
        password=settings.smtp_password,
    )


def _now() -> datetime:
    return datetime.now(UTC)
