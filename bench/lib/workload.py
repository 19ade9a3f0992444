"""How a workload is measured: who runs when, on which file systems."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lib.disks import KINDS, Disk, forget_cached, forget_large_files, touch_free_memory
from lib.goals import Goal, Limit, WriteLimit
from lib.peers import MIRRORS, OURS, VERIFIERS, Tool, inner
from lib.timing import Cost, cost_of


@dataclass(frozen=True)
class Setting:
    """Where and how one workload is measured."""

    kind: str
    rounds: int
    scale: float
    seed: int
    where: Path
    native: Path
    meter: Callable[[str, Path], Cost] = cost_of


# Makes a source in a folder that is not there yet, of the scale and from the seed; or changes one.
Build = Callable[[Path, float, int], None]

# A tool, what it cost, and what it left different; empty if nothing.
Run = tuple[Tool, Cost, str]


@dataclass(frozen=True)
class Measured:
    """The costs of each tool, a round each, in the order of the table; and what was left
    different by some."""

    costs: dict[str, list[Cost]]
    differences: list[str]


@dataclass(frozen=True)
class Workload:
    """One row of the goals. What `build` makes is the source; `change` makes it another before each
    round, and is then measured on a replica of each tool's own. Neither: no tool finds anything to
    do. Without a `change`, `copies` says that each tool makes a new replica in each round."""

    name: str
    title: str
    build: Build
    tools: tuple[str, ...]
    goals: tuple[Goal | Limit | WriteLimit, ...]
    gib: int
    copies: bool = False
    change: Build | None = None
    verifies: bool = False
    shared: bool = False
    kinds: tuple[str, ...] = tuple(KINDS)
    usual: tuple[str, ...] = ("ext4",)

    @property
    def writes(self) -> bool:
        return self.copies or self.change is not None

    def measure(self, setting: Setting) -> "Measured":
        """Runs each tool that is installed, in each round in another order."""
        tools = [tool for tool in self._tools(setting.native) if tool.installed()]
        measured = Measured({tool.name: [] for tool in tools}, [])
        with Disk(setting.kind, self.gib, setting.where) as disk:
            source = disk / "source"
            self.build(source, setting.scale, setting.seed)
            runs = self._copying if self.copies else self._standing
            for tool, cost, difference in runs(setting, tools, disk, source):
                measured.costs[tool.name].append(cost)
                if difference and difference not in measured.differences:
                    measured.differences.append(difference)
        return measured

    def _tools(self, native: Path) -> Iterator[Tool]:
        known = {tool.name: tool for tool in (VERIFIERS if self.verifies else MIRRORS)}
        for name in (OURS, *self.tools):
            yield known[name] if name in known else inner(name, native)

    def _copying(
        self, setting: Setting, tools: list[Tool], disk: Path, source: Path
    ) -> Iterator[Run]:
        for number in range(setting.rounds):
            if self.shared:
                yield from self._copies_of_a_round(setting, tools, disk, source, number)
            else:
                with Disk(setting.kind, self.gib * len(tools), setting.where) as other:
                    yield from self._copies_of_a_round(setting, tools, other, source, number)

    def _copies_of_a_round(
        self, setting: Setting, tools: list[Tool], target: Path, source: Path, number: int
    ) -> Iterator[Run]:
        for tool in turned(tools, number):
            replica = target / f"{plain(tool)}-{number}"
            command = tool.on(source, replica, target / f"state-{number}")
            if not self.shared:  # Where blocks are shared, nothing is written.
                touch_free_memory(self.gib)
            cost = setting.meter(command, target)
            yield tool, cost, differences(setting.native, source, replica, tool)
            # The source has just been read as a whole, and is to be in memory for the next tool.
            forget_large_files(replica)

    def _standing(
        self, setting: Setting, tools: list[Tool], disk: Path, source: Path
    ) -> Iterator[Run]:
        mirrors = {tool.name: tool for tool in MIRRORS}
        own = [tool for tool in tools if self.change and tool.name in mirrors]
        with Disk(setting.kind, self.gib * max(1, len(own)), setting.where) as other:
            state = setting.where / f"state-of-{other.parent.name}"
            try:
                replicas = {tool.name: other / plain(tool) for tool in own}
                ours = replicas.setdefault(OURS, other / OURS)
                for name, replica in replicas.items():
                    # Each tool's own, since they round times and leave out things differently.
                    cost_of(mirrors[name].on(source, replica, state), other)
                cost_of(mirrors[OURS].on(source, ours, state), other)
                for number in range(setting.rounds):
                    if self.change:
                        self.change(source, setting.scale, setting.seed + number)
                    for tool in turned(tools, number):
                        replica = replicas.get(tool.name, ours)
                        if self.verifies:
                            forget_cached()
                        if self.writes:
                            touch_free_memory(self.gib // 2)
                        cost = setting.meter(tool.on(source, replica, state), other)
                        checks = self.change and tool.name in replicas
                        yield tool, cost, (
                            differences(setting.native, source, replica, tool) if checks else ""
                        )
                if not self.change:
                    differences(setting.native, source, ours, tools[0])
            finally:
                shutil.rmtree(state, ignore_errors=True)


def plain(tool: Tool) -> str:
    """A folder's name for the tool, of letters that no shell minds."""
    return "".join(letter for letter in tool.name if letter.isalnum())


def turned(tools: list[Tool], number: int) -> list[Tool]:
    """In another order each round, so that none always comes after the same."""
    return tools[number % len(tools) :] + tools[: number % len(tools)]


def differences(native: Path, source: Path, replica: Path, tool: Tool) -> str:
    """The first difference that the tool left, and their number; empty if there is none."""
    words = [native / "compare", tool.exact, source, replica]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    said = (done.stdout.splitlines() or [done.stderr.strip()])
    if tool.name == OURS:
        raise SystemExit(f"bench: lockstep left a difference: {said[0]} ({said[-1]})")
    return f"`{tool.name}` left {said[-1]}, such as {said[0].removeprefix(f'{replica}/')}"


def files(number: int, scale: float) -> int:
    return max(1, int(number * scale))
