"""Pages for those outside: who runs the site and how a takedown is asked for, the addresses for programs, the data set."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import NotFound, Request, Response

from publish import site_settings
from publish.datasette_internals import Datasette
from publish.pages.pages import number_in
from publish.rendering import archive_for, render, titled
from publish.requests.site_address import absolute
from publish.wording.language import say


async def contact(request: Request, datasette: Datasette) -> Response:
    """The page that says who runs the site; with `?article=ID` it begins with that article and a letter about it."""
    settings = site_settings.of(datasette)
    id = number_in(request.args.get("article"))
    article = await archive_for(datasette).article(id) if id else None
    address = absolute(datasette, request, f"articles/{id}") if article else None
    body = f"{address}\n\n{say('Tôi đề nghị:')}\n\n{say('Vì:')}\n" if address else ""
    subject = say("Báo tỉnh, bài {id}", id=str(id)) if article else "Báo tỉnh"
    return await render(
        datasette,
        request,
        "contact.html",
        settings=settings,
        letter=settings.contact_link(subject, body),
        article=article,
        title=titled(article) if article else None,
        address=address,
    )


async def api(request: Request, datasette: Datasette) -> Response:
    """The page that lists every address that is for programs."""
    database = datasette.urls.database(archive_for(datasette).name)
    root = absolute(datasette, request, "")
    base = datasette.urls.instance()
    return await render(datasette, request, "api.html", root=root, database=root + database[len(base) :])


async def dataset(request: Request, datasette: Datasette) -> Response:
    """The page that says how the data set is fetched. Raises NotFound where the setting DATASET does not say where it
    is.
    """
    at = site_settings.of(datasette).dataset
    if not at:
        raise NotFound("no data set here")
    return await render(datasette, request, "dataset.html", at=f"{at.rstrip('/')}/")


routes: list[tuple[str, Any]] = [(r"/contact$", contact), (r"/api$", api), (r"/dataset$", dataset)]
