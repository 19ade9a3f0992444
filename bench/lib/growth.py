"""How the cost of a workload grows with its files."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from lib import goals, timing
from lib.disks import KINDS
from lib.goals import verdict
from lib.peers import OURS
from lib.timing import Cost
from lib.workload import Setting, Workload, files

# So many times as much is still the same, for the noise of a machine.
SAME_TIME = 1.2
SAME_MEMORY = 1.1

# Two sizes whose system calls are counted; neither takes long, though it is traced.
COUNTED = (1_000, 5_000)


@dataclass(frozen=True)
class Step:
    """What a tool took for so many files: the median of the seconds, and the most MiB."""

    files: int
    seconds: float
    memory: float
    calls: int

    @staticmethod
    def of(number: int, spent: list[Cost], writes: bool) -> "Step":
        memory = max(cost.memory for cost in spent)
        return Step(number, goals.seconds(spent, writes), memory, spent[0].calls)

    def microseconds(self) -> float:
        """Of each file."""
        return self.seconds * 1e6 / self.files

    def further(self, before: "Step") -> float:
        """The microseconds of each file more than before; the start has no part in them."""
        return (self.seconds - before.seconds) * 1e6 / (self.files - before.files)

    def further_calls(self, before: "Step") -> float:
        return (self.calls - before.calls) / (self.files - before.files)


# Of each tool a step for each size.
Steps = dict[str, list[Step]]


@dataclass(frozen=True)
class Growth:
    """One workload at several sizes, `of` so many files each."""

    name: str
    title: str
    of: Callable[[int], Workload]
    sizes: tuple[int, ...]
    kinds: tuple[str, ...] = tuple(KINDS)
    usual: tuple[str, ...] = ("ext4",)

    def measure(self, setting: Setting) -> Steps:
        return self._steps(setting, self.sizes)

    def counted(self, setting: Setting) -> Steps:
        """Two steps with the system calls that were made; empty where they cannot be counted."""
        if not timing.can_count():
            return {}
        counting = replace(setting, rounds=1, scale=1, meter=timing.counted_cost_of)
        return self._steps(counting, COUNTED)

    def _steps(self, setting: Setting, sizes: tuple[int, ...]) -> Steps:
        steps: Steps = {}
        for size in sizes:
            workload = self.of(size)
            for tool, spent in workload.measure(setting).costs.items():
                step = Step.of(files(size, setting.scale), spent, workload.writes)
                steps.setdefault(tool, []).append(step)
        return steps


def judged(steps: Steps) -> list[str]:
    """Sentences that say whether Lockstep's cost grows as it should."""
    ours = steps[OURS]
    first, *_, last = (after.further(before) for before, after in pairwise(ours))
    told = min(first, last) > 0  # else the start took longer one time than another
    met = verdict(last <= SAME_TIME * first) if told else "not judged, for noise"
    memory = ours[-1].memory / ours[0].memory
    return [
        f"{met}: a further file takes {last:.1f} µs at the end, {first:.1f} at the beginning;"
        f" goal {SAME_TIME:g} × that",
        f"{verdict(memory <= SAME_MEMORY)}: the peak is {memory:.2f} × that of the fewest files;"
        f" goal {SAME_MEMORY:g}",
    ]
