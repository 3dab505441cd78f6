"""The bureau's review pages (司法局校核页): records to be read and judged, conflicts, transfers.

The same desks as in the window, without JavaScript: a list, a record, a form. Whoever may not review finds no
way here, and is refused if they know the address.
"""

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from zsapp.base.errors import ZsError
from zsapp.hub.bureau import HEADERS, Bureau, Visit
from zsapp.services.hub import Hub
from zsapp.services.hub_desk import STATES, WAITING

ALL = "全部"


class Review:
    """The review pages of one hub."""

    def __init__(self, hub: Hub, bureau: Bureau) -> None:
        """Show a hub within the bureau's pages."""
        self._desk = hub.desk
        self._bureau = bureau

    def routes(self) -> list[Route]:
        """Return the routes."""
        only, get, post = self._bureau.for_users, ["GET"], ["POST"]
        return [
            Route("/bureau/review", only(self.listing)),
            Route("/bureau/review/find", only(self.find)),
            Route("/bureau/review/{record}", only(self.record), methods=get),
            Route("/bureau/review/{record}", only(self.say), methods=post),
            Route("/bureau/conflicts", only(self.conflicts), methods=get),
            Route("/bureau/conflicts", only(self.decide), methods=post),
            Route("/bureau/transfers", only(self.transfers), methods=get),
            Route("/bureau/transfers", only(self.answer), methods=post),
        ]

    # --- records ------------------------------------------------------------------------------------------

    async def listing(self, visit: Visit) -> Response:
        """Show what came from the stations directly below, newest first."""
        state, station, after = visit.asked("state", WAITING), visit.asked("station"), visit.asked("after")
        found, more = await run_in_threadpool(
            lambda: self._desk.listing(visit.user, state=state, station=station, after=_number(after))
        )
        stations = await run_in_threadpool(self._desk.stations, visit.user)
        asked = {"state": state, "station": station}
        return self._bureau.page(
            visit, "review.html", rows=found, more=more, stations=stations, states=(*STATES, ALL), asked=asked
        )

    async def find(self, visit: Visit) -> Response:
        """Lead to the record that bears a number."""
        found = await run_in_threadpool(self._desk.find, visit.user, visit.asked("number"))
        return RedirectResponse(f"/bureau/review/{found}", 303, HEADERS)

    async def record(self, visit: Visit) -> Response:
        """Show a record as it is read before a verdict."""
        return await self._shown(visit, "", "")

    async def _shown(self, visit: Visit, fault: str, reason: str, status: int = 200) -> Response:
        record = str(visit.request.path_params["record"])
        one = await run_in_threadpool(self._desk.open, visit.user, record)
        return self._bureau.page(visit, "record.html", status, one=one, fault=fault, reason=reason)

    async def say(self, visit: Visit) -> Response:
        """Take a verdict or a remark; what is wrong with it is said beside what was typed."""
        form = await self._bureau.checked_form(visit)
        record, what, reason = (
            visit.request.path_params["record"],
            form.get("what", ""),
            form.get("reason", ""),
        )
        try:
            await run_in_threadpool(self._desk.say, visit.user, str(record), what, reason)
        except ZsError as error:
            return await self._shown(visit, f"{error}。{error.remedy}", reason, 403)
        return RedirectResponse(f"/bureau/review/{record}", 303, HEADERS)

    # --- conflicts and transfers --------------------------------------------------------------------------

    async def conflicts(self, visit: Visit) -> Response:
        """Show the fields that two stations have changed at once."""
        found = await run_in_threadpool(self._desk.conflicts, visit.user)
        return self._bureau.page(visit, "conflicts.html", conflicts=found)

    async def decide(self, visit: Visit) -> Response:
        """Decide one field."""
        form = await self._bureau.checked_form(visit)
        record, field, side = (form.get(name, "") for name in ("record", "field", "side"))
        await run_in_threadpool(self._desk.decide, visit.user, record, field, side)
        return RedirectResponse("/bureau/conflicts", 303, HEADERS)

    async def transfers(self, visit: Visit) -> Response:
        """Show who hands what to whom, and what is offered to the hub's own station."""
        found = await run_in_threadpool(self._desk.transfers, visit.user)
        return self._bureau.page(visit, "transfers.html", transfers=found)

    async def answer(self, visit: Visit) -> Response:
        """Take over what is offered to the hub's own station, or decline it."""
        form = await self._bureau.checked_form(visit)
        record, reason, accept = (
            form.get("record", ""),
            form.get("reason", ""),
            form.get("answer") == "accept",
        )
        await run_in_threadpool(lambda: self._desk.answer(visit.user, record, accept=accept, reason=reason))
        return RedirectResponse("/bureau/transfers", 303, HEADERS)


def _number(text: str) -> int | None:
    """Return the number after which a page goes on; what is none is the beginning."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 40 else None
