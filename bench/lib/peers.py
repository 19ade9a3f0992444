"""The tools that are measured, and the words that each is started with."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lib.checkout import LAUNCHER, java_home


@dataclass(frozen=True)
class Tool:
    """A tool's name in the table, its command with {source}, {replica} and {state} to fill, the
    program that has to be there for it, and how exact its replicas are meant to be."""

    name: str
    command: str
    program: str
    exact: str = "exact"

    def installed(self) -> bool:
        return shutil.which(self.program) is not None

    def on(self, source: Path, replica: Path, state: Path) -> str:
        return self.command.format(source=source, replica=replica, state=state)


# As a package would start it: the launcher that becomes the command.
LOCKSTEP = f"{LAUNCHER} {{source}} {{replica}} --state-dir {{state}} -q"
OURS = "lockstep"

MIRRORS = [
    Tool(OURS, LOCKSTEP, str(LAUNCHER)),
    Tool("rsync -a", "rsync -a --delete {source}/ {replica}/", "rsync"),
    Tool("rsync -ac", "rsync -ac --delete {source}/ {replica}/", "rsync"),
    Tool("rclone", "rclone sync --links --metadata --create-empty-src-dirs {source} {replica}", "rclone", "content"),
    Tool("cp -a", "cp -a {source} {replica}", "cp"),
    Tool(
        "tar | tar",
        "mkdir {replica} && tar -C {source} -cf - . | tar -C {replica} -xpf -",
        "tar",
        "seconds",
    ),
    Tool("cp --reflink", "cp -a --reflink=always {source} {replica}", "cp"),
]

VERIFIERS = [
    Tool(OURS, f"{LAUNCHER} verify {{source}} {{replica}} --state-dir {{state}} -q", "sh"),
    Tool("rsync -ac", "rsync -acn --delete {source}/ {replica}/", "rsync"),
    Tool("rclone", "rclone check --checkers 4 {source} {replica}", "rclone"),
    Tool(
        "md5sum -P2",
        "find {source} {replica} -type f -print0 | xargs -0 -n 200 -P 2 md5sum >/dev/null",
        "md5sum",
    ),
]

INNER = {
    "lockstep --version": f"{LAUNCHER} --version",
    # With the launcher's collector, and the class archive that every JDK has.
    "empty JVM": "{java} -XX:+UseSerialGC -XX:-UsePerfData -cp {native} Hello",
    "floor": "{native}/floor copy {source} {replica}",
    "floor scan": "{native}/floor scan {source} {replica}",
    "floor read": "{native}/floor read {source} {replica}",
    "floor read source": "{native}/floor read {source}",
}


def inner(name: str, native: Path) -> Tool:
    """One that the bench brings along itself."""
    java = java_home() / "bin" / "java"
    command = INNER[name].replace("{native}", str(native)).replace("{java}", str(java))
    return Tool(name, command, "sh", "content")


def versions() -> list[str]:
    """The first line that each tool says of itself."""
    asked = {"rsync": "--version", "rclone": "version", "cp": "--version", "tar": "--version"}
    lines = []
    for program, word in {str(LAUNCHER): "--version", **asked}.items():
        if shutil.which(program):
            done = subprocess.run([program, word], capture_output=True, text=True, check=False)
            lines.append((done.stdout.splitlines() or ["?"])[0].strip())
    return lines
