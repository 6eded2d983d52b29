"""The planner for programs: in our own words, and in those of others."""

from metropoli.apps.mobility.api.answers import Mode
from metropoli.apps.mobility.api.following import router as following
from metropoli.apps.mobility.api.live import router as live
from metropoli.apps.mobility.api.own import router
from metropoli.apps.mobility.api.reach import router as reach
from metropoli.apps.mobility.api.served import router as served
from metropoli.apps.mobility.api.sharing import router as sharing

router.add_router("", following)
router.add_router("", live)
router.add_router("", reach)
router.add_router("", served)
router.add_router("", sharing)

__all__ = ["Mode", "router"]
