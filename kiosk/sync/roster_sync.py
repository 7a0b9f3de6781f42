"""Keeps the station's roster up with the server: pulls at the start, when nudged and every half
minute, page by page, going on where it stopped. Twin of static/js/sync/roster-sync.js."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from kiosk.errors import DeviceRefusedError, StoreFailedError
from kiosk.store import RosterState, RosterStore
from kiosk.sync.api import DeviceApi
from kiosk.sync.waiting import wait_at_most

_log = logging.getLogger(__name__)

_PULL_EVERY_SECONDS = 30.0
_ROWS_A_PAGE = 1_000


class RosterSync:
    """For one pairing. `on_state` hears the state after every page."""

    def __init__(
        self, store: RosterStore, api: DeviceApi, on_state: Callable[[RosterState], None]
    ) -> None:
        self._store = store
        self._api = api
        self._on_state = on_state
        self._nudged = asyncio.Event()
        self._state = store.state()
        self._is_forgotten = False

    def pull(self) -> None:
        """There may be something new on the server."""
        self._nudged.set()

    def nudge(self, change_number: object) -> None:
        """A hint says how far the server is; what is here already needs no question."""
        if change_number != self._state.cursor:
            self.pull()

    def forget(self) -> None:
        """The station has no business with the roster any more."""
        self._is_forgotten = True
        self._store.clear()
        self._take(self._store.state())

    async def run(self) -> None:
        """Pull until cancelled."""
        while not self._is_forgotten:
            self._nudged.clear()
            try:
                await self._pull_all()
            except (DeviceRefusedError, StoreFailedError) as error:
                _log.info("the roster waits: %s", error)  # next time goes on from here
            await wait_at_most(self._nudged, _PULL_EVERY_SECONDS)

    async def _pull_all(self) -> None:
        """What turns out not to be the server's roster is fetched anew, once."""
        await self._pull_pages()
        if not self._state.is_complete and not self._is_forgotten:
            await asyncio.to_thread(self._store.clear)
            await self._pull_pages()

    async def _pull_pages(self) -> None:
        has_more = True
        while has_more and not self._is_forgotten:
            at = self._store.state()
            page = await self._api.get_changes(at.cursor, at.feed, _ROWS_A_PAGE)
            if self._is_forgotten:
                return
            state = await asyncio.to_thread(self._store.take_page, page)
            if self._is_forgotten:  # while the page was being written
                await asyncio.to_thread(self._store.clear)
                return
            self._take(state)
            has_more = bool(page["more"])

    def _take(self, state: RosterState) -> None:
        self._state = state
        self._on_state(state)
