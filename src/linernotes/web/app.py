"""The app: its guards, its pages, its static files, and what happens when something goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI
from starlette.routing import BaseRoute

from linernotes.errors import ConfigError
from linernotes.processes.garbage import rare_garbage_collection
from linernotes.settings import Settings
from linernotes.version import __version__
from linernotes.web.background.app_state import AppState
from linernotes.web.openapi import DESCRIPTION, ERRORS, TAGS, Documented, operation_id
from linernotes.web.pages.account import (
    access,
    api_docs,
    catalogue,
    config,
    covers,
    dumps,
    keys,
    login,
    progress,
    status,
    yours,
)
from linernotes.web.pages.paper import choose, inventory, labels, shopping
from linernotes.web.pages.people import artist, network, path, world_artist, world_path
from linernotes.web.pages.records import (
    gaps,
    own,
    pressings,
    release,
    shop,
    sleeve,
    spin,
    wantlist,
    world_records,
)
from linernotes.web.pages.shelf import collection, credits, downloads, feeds, home, numbers, sql, views, year
from linernotes.web.public_path import UnderPath, clashes
from linernotes.web.rendering.assets import Assets
from linernotes.web.rendering.errors import add_failures
from linernotes.web.security.guard import LOOPBACK, Guard, check_csrf
from linernotes.web.security.head_requests import HeadAsGet
from linernotes.web.security.sessions import SessionCookies

#: The routers of all pages. A page that is not here is not served.
ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    numbers.router,
    year.router,
    collection.router,
    credits.router,
    downloads.router,
    feeds.router,
    views.router,
    own.router,
    shop.router,
    release.router,
    pressings.router,
    sleeve.router,
    spin.router,
    artist.router,
    world_artist.router,
    gaps.router,
    world_records.router,
    wantlist.router,
    choose.router,
    shopping.router,
    inventory.router,
    labels.router,
    covers.router,
    network.router,
    path.router,
    world_path.router,
    sql.router,
    config.router,
    yours.router,
    keys.router,
    api_docs.router,
    dumps.router,
    catalogue.router,
    access.router,
    progress.router,
    login.router,
    status.router,
)

#: Bytes that a request may have: our forms are small.
MAX_BODY = 1 << 20


def _page_routes() -> list[BaseRoute]:
    """The routes of all pages, each behind the check of its forms."""
    pages = APIRouter(
        dependencies=[Depends(check_csrf)],
        responses=ERRORS,
        generate_unique_id_function=operation_id,
        max_body_size=MAX_BODY,
    )
    for router in ROUTERS:
        pages.include_router(router)
    return pages.routes


#: All apps of a process share these: FastAPI works for a third of a second on what they answer, at the first request.
ROUTES = _page_routes()


def create_app(settings: Settings, *, host: str = LOOPBACK) -> FastAPI:
    """The app for one home. `host` is the address that it will listen on, so that its name is known as ours.

    :raises ConfigError: the path of the public address is one of our own.
    """
    if clashes(
        settings.public_path, (getattr(route, "path", "") for router in ROUTERS for route in router.routes)
    ):
        raise ConfigError(
            f"LINERNOTES_PUBLIC_URL ends in {settings.public_path}, which begins as a page of linernotes does: choose"
            " another path"
        )
    state = AppState(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await state.start()
        try:
            # A page of a thousand records makes tens of thousands of objects, and is soon gone as a whole.
            with rare_garbage_collection():
                yield
        finally:
            await state.stop()

    app = Documented(
        title="linernotes",
        version=__version__,
        description=DESCRIPTION,
        openapi_tags=TAGS,
        servers=[{"url": settings.public_path}] if settings.public_path else None,
        openapi_url="/api/openapi.json",
        docs_url=None,  # both pages of FastAPI load scripts from elsewhere; ours is `/docs`, too
        redoc_url=None,
        lifespan=lifespan,
        routes=ROUTES,
        max_body_size=MAX_BODY,
    )
    app.state.linernotes = state
    app.mount("/static", Assets(), name="static")
    add_failures(app)
    # The last one added is the first to see a request.
    app.add_middleware(HeadAsGet)
    app.add_middleware(login.Door, settings=settings)
    app.add_middleware(SessionCookies, settings=settings)
    app.add_middleware(keys.KeyDoor, state=state)
    app.add_middleware(Guard, settings=settings, host=host)
    if settings.public_path:
        app.add_middleware(UnderPath, path=settings.public_path)
    return app
