"""State of the studio page: the form, its price, and the runs on the stage."""

from __future__ import annotations

import secrets
from typing import Any

import reflex as rx
from pydantic import BaseModel, ConfigDict

from babydance.domain.edits import find_edit
from babydance.domain.errors import InvalidInputError, NotFoundError, StudioError
from babydance.domain.images import PictureRequest, RunView, style_named
from babydance.domain.models import ImageModelSpec
from babydance.domain.queue import batch_lines
from babydance.domain.recipes import FilledForm
from babydance.ui.pages.studio.cards import RunCard, on_stage
from babydance.ui.pages.studio.choices import (
    Choice,
    fitting,
    offered_by,
    pixels_of,
    quality_label,
    size_label,
    suiting,
    whole_pixels,
)
from babydance.ui.pages.studio.folder_state import FolderState
from babydance.ui.pages.studio.queue_state import QueueState
from babydance.ui.pages.studio.sources_state import SourcesState, Wish
from babydance.ui.policies import Id, Text, Word, arrival, internal, member
from babydance.ui.session import SessionState, follow, signed_in_account
from babydance.wiring import studio

RUNS_SHOWN = 8


class CreateForm(BaseModel):
    """What the browser sends with Create."""

    model_config = ConfigDict(strict=True, extra="forbid")

    prompt: Text
    submit_key: Word


class StudioState(rx.State):
    """The form on the left and the stage on the right."""

    prompt: rx.Field[str] = rx.field("")  # for the browser to begin with; what is typed is not sent back
    form_version: rx.Field[int] = rx.field(0)  # a new number makes the browser take the prompt from here
    characters: rx.Field[int] = rx.field(0)
    models: rx.Field[list[Choice]] = rx.field(default_factory=list)
    qualities: rx.Field[list[Choice]] = rx.field(default_factory=list)
    backgrounds: rx.Field[list[Choice]] = rx.field(default_factory=list)
    formats: rx.Field[list[Choice]] = rx.field(default_factory=list)
    sizes: rx.Field[list[Choice]] = rx.field(default_factory=list)
    edits: rx.Field[list[Choice]] = rx.field(default_factory=list)
    edit: rx.Field[str] = rx.field("")
    edit_hint: rx.Field[str] = rx.field("")
    model: rx.Field[str] = rx.field("")
    style: rx.Field[str] = rx.field("")
    size: rx.Field[str] = rx.field("square")
    width: rx.Field[int] = rx.field(1024)
    height: rx.Field[int] = rx.field(1024)
    quality: rx.Field[str] = rx.field("medium")
    count: rx.Field[int] = rx.field(1)
    background: rx.Field[str] = rx.field("auto")
    output_format: rx.Field[str] = rx.field("jpeg")
    settings: rx.Field[str] = rx.field("")  # the choices in one line
    price: rx.Field[int] = rx.field(0)
    price_each: rx.Field[int] = rx.field(0)
    problem: rx.Field[str] = rx.field("")
    problem_field: rx.Field[str] = rx.field("")
    submit_key: rx.Field[str] = rx.field("")
    has_help: rx.Field[bool] = rx.field(False)  # whether a better prompt can be asked for
    is_batch: rx.Field[bool] = rx.field(False)  # each line is a picture of its own
    is_asking: rx.Field[bool] = rx.field(False)  # whether the whole batch shall be created
    pictures: rx.Field[int] = rx.field(0)  # that one press would make
    is_loaded: rx.Field[bool] = rx.field(False)

    runs: rx.Field[list[RunCard]] = rx.field(default_factory=list)
    status: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    preview: rx.Field[dict[str, int]] = rx.field(default_factory=dict)
    words: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    announcement: rx.Field[str] = rx.field("")  # for screen readers

    _prompt: str = ""  # as it was typed last
    _wish: rx.Field[Wish] = rx.field(default_factory=Wish)  # what is worked from
    _folder: str = ""  # where the pictures go
    _runs_shown: int = RUNS_SHOWN

    @rx.event
    @arrival
    async def load(self) -> Any:
        """Rebuild the page from the database."""
        self._offer_models()
        self.prompt = self._prompt
        self.has_help = studio().prompts.offers_help
        await self._show_wish()
        self.submit_key = self.submit_key or secrets.token_hex(16)
        self._reckon()
        return StudioState.watch

    @rx.event(background=True)
    @internal
    async def watch(self) -> None:
        """Follow the account while the page is open."""
        await follow(self, self._show_news)

    @rx.event
    @member(form_data=CreateForm)
    async def create(self, form_data: dict[str, Any]) -> None:
        """Start a run; the same key twice starts one run."""
        self._prompt = str(form_data["prompt"])
        self._wish = (await self.get_state(SourcesState)).wish()
        folders = await self.get_state(FolderState)
        self._folder = folders.folder
        try:
            request = self.requests()[0]
        except InvalidInputError as error:
            self.problem, self.problem_field = error.words, error.field
            return
        self.problem = ""
        if self.is_batch:
            self._reckon()
            self.is_asking = True
            return
        key = str(form_data["submit_key"])
        try:
            await studio().generation.submit(signed_in_account(self), request, submit_key=key)
        except InvalidInputError as error:  # for example a folder that is gone
            (await self.get_state(SessionState)).say(error.words, tone="caution")
            await folders.show()
            return
        self._use_up(key)
        await self._show_stage_and_queue()
        await (await self.get_state(SessionState)).show_account()

    @internal
    def take_lines(self, *, is_on: bool) -> None:
        """Take each line for a picture, or all of them for one again."""
        self.is_batch = is_on
        self._reckon()

    @internal
    def typed(self) -> str:
        """Return what stands in the box."""
        return self._prompt

    @internal
    def requests(self) -> list[PictureRequest]:
        """Return what a press of Create asks for: one run, or one for each line."""
        if not self.is_batch:
            return [self._request()]
        return [self._request(line) for line in batch_lines(self._prompt)]

    @rx.event
    @member()
    async def work_from(self) -> None:
        """Price the pictures to work from as they are chosen now."""
        self._wish = (await self.get_state(SourcesState)).wish()
        self._reckon()

    @rx.event
    @member(value=Word)
    async def choose_edit(self, value: str) -> None:
        """Choose a ready-made edit and the settings that suit it; nothing means one's own words."""
        sources = await self.get_state(SourcesState)
        sources.choose_edit(find_edit(value).id if value else "")
        self._wish = sources.wish()
        await self._suit(self._wish.edit)
        self._reckon()

    @rx.event
    @member(prompt=Text)
    async def write(self, prompt: str) -> None:
        """Keep what is typed, count it and price it."""
        self._prompt = prompt
        self._reckon()

    @rx.event
    @member(prompt=Text)
    async def take(self, prompt: str) -> None:
        """Put a ready prompt into the form."""
        self._put_prompt(prompt)
        self._reckon()

    @rx.event
    @member(value=Word)
    async def choose_model(self, value: str) -> None:
        """Choose a model, and a quality that it knows."""
        could = {choice.id for choice in self.edits}
        self._take_model(studio().models.find(value, studio().today()))
        if self._wish.edit not in could:  # only this model can do it
            await self._suit(self._wish.edit)
        self._reckon()

    @rx.event
    @member(value=Word)
    async def choose_style(self, value: str) -> None:
        """Choose a style; the same one again means none."""
        self.style = "" if value == self.style else value
        self._reckon()

    @rx.event
    @member(value=Word)
    async def choose_size(self, value: str) -> None:
        """Choose a preset, or custom."""
        self.size = value
        self.width, self.height = pixels_of(value) or (self.width, self.height)
        self._reckon()

    @rx.event
    @member(value=Word)
    async def choose_width(self, value: str) -> None:
        """Set the custom width in pixels."""
        self.width = whole_pixels(value)
        self._reckon()

    @rx.event
    @member(value=Word)
    async def choose_height(self, value: str) -> None:
        """Set the custom height in pixels."""
        self.height = whole_pixels(value)
        self._reckon()

    @rx.event
    @member(value=Word)
    async def choose_quality(self, value: str) -> None:
        """Choose how carefully to draw."""
        self.quality = value
        self._reckon()

    @rx.event
    @member(value=Word)
    async def choose_count(self, value: str) -> None:
        """Choose how many pictures."""
        self.count = int(value) if value.isdecimal() else 0
        self._reckon()

    @rx.event
    @member(value=Word)
    async def choose_background(self, value: str) -> None:
        """Choose the background; a transparent one needs a format that can hold it."""
        self.background = value
        if value == "transparent" and self.output_format == "jpeg":
            self.output_format = "png"
        self._reckon()

    @rx.event
    @member(value=Word)
    async def choose_format(self, value: str) -> None:
        """Choose the file format."""
        self.output_format = value
        self._reckon()

    @rx.event
    @member(generation=Id)
    async def cancel(self, generation: str) -> None:
        """Stop drawing one picture."""
        await studio().generation.cancel(signed_in_account(self), generation)
        await self._show_stage()
        await (await self.get_state(SessionState)).show_account()

    @rx.event
    @member(generation=Id, submit_key=Word)
    async def retry(self, generation: str, submit_key: str) -> None:
        """Draw one picture again with the same settings."""
        await studio().generation.retry(signed_in_account(self), generation, submit_key=submit_key)
        self._use_up(submit_key)
        await self._show_stage()
        await (await self.get_state(SessionState)).show_account()

    @rx.event
    @member(run=Id)
    async def reuse(self, run: str) -> None:
        """Put the settings of a run into the form."""
        await self._show_settings(await studio().generation.run(signed_in_account(self), run))
        self._reckon()

    @internal
    async def fill(self, form: FilledForm) -> None:
        """Put what a recipe asks for into the form, and price it."""
        self._put_prompt(form.prompt)
        self.quality, self.width, self.height = form.quality, form.width, form.height
        self.style, self.count = form.style, form.count
        self.background, self.output_format = form.background, form.output_format
        self._take_model(studio().models.find(form.model, studio().today()))
        sources = await self.get_state(SourcesState)
        await sources.work_from(form.sources, edit=form.edit)
        self._wish = sources.wish()
        self._reckon()

    def _use_up(self, submit_key: str) -> None:
        """Take a new key for the next press; one that comes late with the old key starts nothing."""
        if submit_key == self.submit_key:
            self.submit_key = secrets.token_hex(16)

    def _offer_models(self) -> None:
        offered = studio().models.offered(studio().today())
        self.models = [Choice(spec.id, spec.label, spec.blurb) for spec in offered]
        known = next((spec for spec in offered if spec.id == self.model), None)
        if known is None:
            self.quality = offered[0].default_quality
        self._take_model(known or offered[0])

    async def _show_wish(self) -> None:
        """Take over what another page asked for: ``?again=<run>``, or ``?from=<picture>&mask=...&edit=...``."""
        query = self.router.url.query_parameters
        sources = await self.get_state(SourcesState)
        await sources.begin(picture=query.get("from", ""), mask=query.get("mask", ""), edit=query.get("edit", ""))
        self._wish = sources.wish()
        await (await self.get_state(FolderState)).show(query.get("folder"))
        if query.get("edit") in {choice.id for choice in self.edits}:
            await self._suit(self._wish.edit)
        if "again" in query:
            try:
                await self._show_settings(await studio().generation.run(signed_in_account(self), query["again"]))
            except NotFoundError as error:
                (await self.get_state(SessionState)).say(error.words, tone="caution")

    async def _show_settings(self, run: RunView) -> None:
        self._put_prompt(run.prompt)
        sources = await self.get_state(SourcesState)
        await sources.work_from([made.source for made in run.made_from], mask=run.mask_id, edit=run.edit)
        self._wish = sources.wish()
        await (await self.get_state(FolderState)).show(run.folder_id)
        offered = {spec.id for spec in studio().models.offered(studio().today())}
        if run.model in offered:
            self.model, self.quality = run.model, run.quality
        self.width, self.height, self.style = run.width, run.height, run.style
        self.background, self.output_format = run.background, run.output_format
        self.count = len(run.generations)
        self._take_model(studio().models.find(self.model, studio().today()))

    def _take_model(self, spec: ImageModelSpec) -> None:
        """Choose a model, offer what it can do, and change the choices that it doesn't know."""
        self.model = spec.id
        chosen = {name: getattr(self, name) for name in ("quality", "background", "output_format", "width", "height")}
        for name, value in (offered_by(spec) | fitting(spec, **chosen)).items():
            setattr(self, name, value)

    async def _suit(self, edit_id: str) -> None:
        """Take the settings that suit an edit of the first picture; they can be changed afterwards."""
        views = await studio().uploads.chosen(signed_in_account(self), self._wish.sources[:1])
        if edit_id and views and views[0].is_there:
            spec = studio().models.find(self.model, studio().today())
            for name, value in suiting(edit_id, spec, views[0], output_format=self.output_format).items():
                setattr(self, name, value)
            self._put_prompt(self._prompt)

    def _put_prompt(self, prompt: str) -> None:
        self._prompt = self.prompt = prompt
        self.form_version += 1

    def _reckon(self) -> None:
        """Price the choices as they stand; say what is wrong with them, an empty prompt apart."""
        self.characters = len(self._prompt)
        self.settings = self._in_one_line()
        self.edit = self._wish.edit
        self.edit_hint = next((choice.hint for choice in self.edits if choice.id == self.edit), "")
        try:
            requests = self.requests() if self._prompt.strip() else [self._request("…a picture")]
        except StudioError as error:
            self.price = self.price_each = self.pictures = 0
            self.problem, self.problem_field = error.words, getattr(error, "field", "")
            return
        self.problem = self.problem_field = ""
        people = self._wish.shows_people
        prices = [studio().generation.price(request, shows_people=people) for request in requests]
        self.price_each = prices[0]
        self.pictures = sum(request.count for request in requests)
        self.price = sum(price * request.count for price, request in zip(prices, requests, strict=True))

    def _in_one_line(self) -> str:
        model = next((choice.label for choice in self.models if choice.id == self.model), "")
        pictures = "1 a line" if self.is_batch else "1 picture" if self.count == 1 else f"{self.count} pictures"
        chosen = (size_label(self.width, self.height), quality_label(self.quality), pictures)
        return " · ".join([model, *chosen, self.output_format.upper()])

    def _request(self, prompt: str | None = None) -> PictureRequest:
        return PictureRequest(
            prompt=self._prompt if prompt is None else prompt,
            model=studio().models.find(self.model, studio().today()),
            width=self.width,
            height=self.height,
            quality=self.quality,
            count=1 if self.is_batch else self.count,
            style=style_named(self.style),
            background=self.background,
            output_format=self.output_format,
            sources=self._wish.sources,
            mask_id=self._wish.mask_id,
            edit=self._wish.edit,
            folder_id=self._folder,
        )

    async def _show_news(self) -> None:
        """Show the stage and the queue, and what became of the pictures to work from."""
        await self._show_stage_and_queue()
        await (await self.get_state(SourcesState)).show()

    async def _show_stage_and_queue(self) -> None:
        """Show both, and on the stage all that is under way: whoever asked for twenty pictures sees twenty come."""
        under_way = await (await self.get_state(QueueState)).show()
        self._runs_shown = max(self._runs_shown, under_way)
        await self._show_stage()

    async def _show_stage(self) -> None:
        """Show the newest runs; touch only what changed, for each touched Var is sent whole."""
        runs = await studio().generation.stage(signed_in_account(self), limit=self._runs_shown)
        for name, value in (on_stage(runs, has_said=self.is_loaded) | {"is_loaded": True}).items():
            if getattr(self, name) != value:
                setattr(self, name, value)
