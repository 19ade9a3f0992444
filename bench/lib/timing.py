"""What a command costs as a whole process."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from lib.disks import bytes_written, syncfs

MIB = 1 << 20


@dataclass(frozen=True)
class Cost:
    """Seconds of the wall clock to the exit and to the end of a syncfs after it, seconds of all
    processors (the command's children too), the most memory of its largest process in MiB, and how
    many MiB the disk was given to write until the end of that syncfs."""

    exit: float
    synced: float
    cpu: float
    memory: float
    written: float


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
