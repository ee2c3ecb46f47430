"""The embedded stand-in for the web service: a real local server with simulated jobs."""

from .service import StandIn, run

__all__ = ["StandIn", "run"]
