"""What a command costs as a whole process."""

import os
import shlex
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from lib.disks import bytes_written, syncfs

MIB = 1 << 20


@dataclass(frozen=True)
class Cost:
    """Seconds of the wall clock to the exit and to the end of a syncfs after it, seconds of all
    processors (the command's children too), the most memory of its largest process in MiB, and how
    many MiB the disk was given to write until the end of that syncfs. The system calls of all its
    processes, where they were counted."""

    exit: float
    synced: float
    cpu: float
    memory: float
    written: float
    calls: int = 0


@dataclass(frozen=True)
class Span:
    """The median of several, and the least and the most."""

    median: float
    least: float
    most: float

    @staticmethod
    def of(values: list[float]) -> "Span":
        return Span(statistics.median(values), min(values), max(values))


def cost_of(command: str, written: Path) -> Cost:
    """Runs a line of the shell and measures it; ends the bench if it fails."""
    syncfs(written)
    before = bytes_written(written)
    begun = time.monotonic()
    process = subprocess.Popen(
        ["sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    ended = time.monotonic()
    process.returncode = os.waitstatus_to_exitcode(status)
    syncfs(written)
    synced = time.monotonic()
    if process.returncode != 0:
        raise SystemExit(f"bench: {command}: exit {process.returncode}: {output.decode()[-2000:]}")
    return Cost(
        ended - begun,
        synced - begun,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        (bytes_written(written) - before) / MIB,
    )


def can_count() -> bool:
    return shutil.which("strace") is not None


def counted_cost_of(command: str, written: Path) -> Cost:
    """The same with the system calls, which takes many times as long."""
    with tempfile.NamedTemporaryFile("r") as table:
        strace = f"strace -f -c -U calls,name -o {table.name} sh -c {shlex.quote(command)}"
        cost = cost_of(strace, written)
        total = next(line for line in table if line.split()[-1:] == ["total"])
        return replace(cost, calls=int(total.split()[0]))
