"""Changes to many pictures at once, and undoing them."""

from __future__ import annotations

import pytest

from babydance.domain.errors import NotFoundError
from babydance.domain.gallery import Selection, View
from tests.conftest import Run
from tests.services.test_gallery import fill
from tests.studio import Studio


def test_smoke(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        ids = await fill(studio, account, pictures=5)
        s, g, f = studio.selections, studio.gallery, studio.folders
        chg = await s.favourite(account, Selection(view=View(), ids=(ids[0],)), is_on=True)
        print(chg)
        assert chg.count == 4
        assert await g.count(account, View(favourites=True)) == 4
        assert await s.undo(account, chg.id) == 4
        assert await g.count(account, View(favourites=True)) == 0
        with pytest.raises(NotFoundError):
            await s.undo(account, chg.id)
        folder = await f.create(account, "Summer")
        inner = await f.create(account, "Inner", parent_id=folder.id)
        chg = await s.move(account, Selection(ids=tuple(ids[:2])), folder_id=inner.id)
        print(chg, await f.folders(account))
        c2 = await s.move(account, Selection(ids=tuple(ids)), folder_id=folder.id)
        await f.delete(account, inner.id)
        await s.undo(account, c2.id)
        print(await f.folders(account))
        c3 = await s.tag(account, Selection(ids=tuple(ids[:3])), label="Bírthday", is_on=True)
        print(c3, await f.tags(account))
        [tag] = await f.tags(account)
        assert await g.count(account, View(tag=tag.id)) == 3
        assert await g.count(account, View(text="birthday")) == 3
        assert await g.count(account, View(text="by number")) == 5
        c4 = await s.tag(account, Selection(view=View()), label="birthday", is_on=False)
        assert await g.count(account, View(text="birthday")) == 0
        await s.undo(account, c4.id)
        assert await g.count(account, View(text="birthday")) == 3
        await s.trash(account, Selection(view=View(tag=tag.id)))
        assert len(await g.page(account)) == 2
        c6 = await s.restore(account, Selection(ids=(ids[0],)))
        await s.undo(account, c6.id)
        await g.rename(account, ids[4], "Élan")
        assert await g.count(account, View(text="elan")) == 1
        print(await s.empty_trash(account))
        assert await g.count(account, View(trash=True)) == 0

    run(story())
