"""The embedded stand-in of the web service: a real server on this machine, simulated jobs."""

from .service import StandIn, run

__all__ = ["StandIn", "run"]
