"""The six steps of a case (六步), in order."""

from zsapp.screens.mediation.steps_begin import ACCEPTING, REGISTERING, SURVEYING
from zsapp.screens.mediation.steps_end import AGREEING, FOLLOWING, MEDIATING
from zsapp.screens.mediation.when import AGREEMENT, APPLICATION

STEPS = (REGISTERING, ACCEPTING, SURVEYING, MEDIATING, AGREEING, FOLLOWING)

__all__ = ["AGREEMENT", "APPLICATION", "STEPS"]
