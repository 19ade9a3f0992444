"""How far ahead Lockstep wants to be, and whether it is.

A goal holds on file systems of its `kinds`; what it judges is the median.
"""

import statistics
from dataclasses import dataclass

from lib.disks import KINDS
from lib.peers import OURS
from lib.timing import Cost

# What each tool spent, a cost each round.
Costs = dict[str, list[Cost]]


@dataclass(frozen=True)
class Goal:
    """Against the best of some peers: at least so many times as fast, or at most so many times
    as slow."""

    peers: tuple[str, ...]
    faster: float = 0
    slower: float = 0
    kinds: tuple[str, ...] = tuple(KINDS)

    def judged(self, costs: Costs, writes: bool) -> str:
        """A sentence that says what it came to."""
        measured = [peer for peer in self.peers if costs.get(peer)]
        if not measured:
            return f"not judged: {named(self.peers)} not installed"
        ours = seconds(costs[OURS], writes)
        best = min(seconds(costs[peer], writes) for peer in measured)
        peers = named(measured)
        if self.faster:
            met = best / ours >= self.faster
            return f"{verdict(met)}: {best / ours:.2f} × as fast as {peers}; goal {self.faster:g}"
        met = ours / best <= self.slower
        return f"{verdict(met)}: {ours / best:.2f} × the time of {peers}; goal {self.slower:g}"


@dataclass(frozen=True)
class Limit:
    """Whatever others take: a tool takes at most so many seconds."""

    seconds: float
    tool: str = OURS
    kinds: tuple[str, ...] = tuple(KINDS)

    def judged(self, costs: Costs, writes: bool) -> str:
        """A sentence that says what it came to."""
        taken = seconds(costs[self.tool], writes)
        met = verdict(taken <= self.seconds)
        return f"{met}: {taken * 1000:.0f} ms of `{self.tool}`; goal {self.seconds * 1000:.0f}"


@dataclass(frozen=True)
class WriteLimit:
    """The disk is given at most so many MiB to write."""

    mib: float
    kinds: tuple[str, ...] = tuple(KINDS)

    def judged(self, costs: Costs, writes: bool) -> str:
        """A sentence that says what it came to."""
        mib = written(costs[OURS])
        return f"{verdict(mib <= self.mib)}: {mib:.1f} MiB written; goal {self.mib:g} MiB"


def seconds(spent: list[Cost], writes: bool) -> float:
    """The median that is judged: what writes is not done before it is on the disk."""
    return statistics.median(cost.synced if writes else cost.exit for cost in spent)


def written(spent: list[Cost]) -> float:
    """The median of the MiB that went to the disk."""
    return statistics.median(cost.written for cost in spent)


def named(tools: tuple[str, ...] | list[str]) -> str:
    return " and ".join(f"`{tool}`" for tool in tools)


def verdict(met: bool) -> str:
    return "met" if met else "**missed**"
