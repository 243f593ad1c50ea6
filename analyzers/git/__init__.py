"""What history says of the system: which modules change together, and how often each changes."""

from .co_change import GIT

__all__ = ["GIT"]
