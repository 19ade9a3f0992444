"""The checkout that is measured: its newest build, and the JDK that it is started with."""

import functools
import os
import re
import subprocess
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
LAUNCHER = HOME / "lockstep"


def build() -> None:
    """Builds what is newer than the last build."""
    # Without a terminal a launcher starts the last build, be the sources newer or not.
    newest = os.environ | {"LOCKSTEP_BUILD": "yes"}
    subprocess.run([LAUNCHER, "--version"], check=True, env=newest)


def jars() -> Path:
    """The folder of the last build's jars."""
    name = (HOME / ".build" / "current").read_text().strip()
    return HOME / ".build" / "builds" / name / "lib"


@functools.cache
def java_home() -> Path:
    """The JDK that the launcher finds."""
    telling = os.environ | {"LOCKSTEP_JAVA_OPTS": "-XshowSettings:properties"}
    done = subprocess.run(
        [LAUNCHER, "--version"], capture_output=True, text=True, check=True, env=telling
    )
    return Path(re.search(r"^ *java\.home = (.*)$", done.stdout + done.stderr, re.M)[1])


def revision() -> str:
    """The commit that is checked out."""
    words = ["git", "-C", HOME, "rev-parse", "--short", "HEAD"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
