"""What runs the tasks of a long job: processes of this machine, or a cluster. The same function, the same results."""

from kavychki.engines.engine import Engine, EngineError
from kavychki.engines.processes import Processes

__all__ = ["Engine", "EngineError", "Processes"]
