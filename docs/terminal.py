#!/usr/bin/env python3
"""Makes terminal.svg, the picture in README.md, of a real run on a terminal of its own.

    docs/terminal.py [COMMAND [PICTURE]]

COMMAND is what is run as lockstep, the launcher of this clone if it is not given. What stands on the
terminal is kept twice: in the middle of a run, with its progress in the last line, and in the end.
"""

import fcntl
import html
import os
import pty
import re
import select
import shutil
import struct
import sys
import tempfile
import termios

COLUMNS = 128
HERE = os.path.dirname(os.path.abspath(__file__))
SHOWN_HOME = "/home/ada"
PAUSE = 0.3
PATIENCE = 60
PROGRESS = re.compile(r"lockstep .*%.*copied.*/s")


class Screen:
    """What a terminal shows of what is written to it; it knows no more than is written here."""

    TOKEN = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])|[\r\n]|[^\x1b\r\n]")

    def __init__(self):
        self.lines = [""]
        self.column = 0
        self.wraps = True

    def write(self, text):
        for token in self.TOKEN.finditer(text):
            if token.group(2):
                self.control(token.group(1), token.group(2))
            elif token.group() == "\n":
                self.lines.append("")
                self.column = 0
            elif token.group() == "\r":
                self.column = 0
            else:
                self.put(token.group())

    def control(self, parameter, letter):
        if letter == "K":
            self.lines[-1] = self.lines[-1][: self.column]
        elif parameter == "?7":
            self.wraps = letter == "h"
        else:
            raise ValueError(f"not understood: ESC [ {parameter} {letter}")

    def put(self, character):
        if self.column == COLUMNS:
            if not self.wraps:
                return
            self.lines.append("")
            self.column = 0
        line = self.lines[-1].ljust(self.column)
        self.lines[-1] = line[: self.column] + character + line[self.column + 1 :]
        self.column += 1


def run(screen, words, environment, wish=None):
    """Runs words on a terminal; gives what stands there as soon as a line is as wished."""
    child, terminal = pty.fork()
    if child == 0:
        # The window's size is set before anything can ask for it.
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
        os.chdir(environment["HOME"])
        os.execvpe("sh", ["sh", "-c", words], environment)
    kept = None
    pending = b""
    try:
        while True:
            if not select.select([terminal], [], [], PATIENCE)[0]:
                raise TimeoutError(words)
            try:
                got = os.read(terminal, 65536)
            except OSError:
                break
            if not got:
                break
            pending += got
            try:
                screen.write(pending.decode())
                pending = b""
            except UnicodeDecodeError:
                continue
            if wish and kept is None and wish.search(screen.lines[-1]):
                kept = list(screen.lines)
    finally:
        os.close(terminal)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if wish and kept is None:
        raise RuntimeError("nothing was seen of " + wish.pattern)
    return kept, status


def fill(home):
    """A few folders with files, and one that is large."""
    for year, months in (("2025", 3), ("2026", 2)):
        for month in range(1, months + 1):
            folder = f"{home}/photos/{year}/{month:02d}"
            os.makedirs(folder)
            for day in (3, 17):
                with open(f"{folder}/{day:02d}.jpg", "wb") as file:
                    file.write(f"{year} {month} {day}".encode() * 20_000)


def change(home):
    os.rename(f"{home}/photos/2025/03", f"{home}/photos/2025/harbour")
    os.remove(f"{home}/photos/2026/02/17.jpg")
    with open(f"{home}/photos/2026/film.mp4", "wb") as file:
        file.write(os.urandom(6_000_000))


def pictured(command):
    """Follows the story; gives the lines of the middle and of the end."""
    home = tempfile.mkdtemp(prefix="lockstep-picture")
    try:
        programs = f"{home}/bin"
        os.mkdir(programs)
        with open(f"{programs}/lockstep", "w") as file:
            file.write(f'#!/bin/sh\nexec {command} "$@"\n')
        os.chmod(f"{programs}/lockstep", 0o755)
        environment = {
            **os.environ,
            "HOME": home,
            "XDG_STATE_HOME": f"{home}/.local/state",
            "PATH": programs + ":" + os.environ["PATH"],
            "TERM": "xterm",
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
        }
        fill(home)
        run(Screen(), "lockstep -qq ~/photos ~/backup", environment)
        change(home)
        screen = Screen()

        def follow(words, expected, wish=None):
            screen.write("$ " + words + "\n")
            kept, status = run(screen, words, environment, wish)
            if status != expected:
                raise RuntimeError(f"exit code {status} of {words}:\n" + "\n".join(screen.lines))
            return kept

        middle = follow("lockstep ~/photos ~/backup --bwlimit 3M", 0, PROGRESS)
        follow("lockstep ~/photos ~/backup", 0)
        follow("lockstep status ~/photos ~/backup", 0)
        screen.write("$ ")
        return [
            [line.replace(home, SHOWN_HOME) for line in lines] for lines in (middle, screen.lines)
        ]
    finally:
        shutil.rmtree(home)


def svg(screens):
    width, height, left = 7.23, 17, 14
    colour = {"$": "#7ee787", "exact:": "#7ee787", "not": "#e3b341", "lockstep": "#79c0ff"}
    lines = []
    top = 34
    for title, screen in screens:
        lines.append(f'<text x="{left}" y="{top}" class="title">{html.escape(title)}</text>')
        top += height + 3
        for line in screen:
            if line.strip():
                fill_of = colour.get(line.split()[0], "#d0d7de")
                lines.append(
                    f'<text x="{left}" y="{top}" fill="{fill_of}" xml:space="preserve">'
                    f"{html.escape(line)}</text>"
                )
            top += height
        top += 14
    wide = int(COLUMNS * width + 2 * left)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {top}" width="{wide}" '
        f'height="{top}" role="img" aria-label="lockstep on a terminal">\n'
        "<style>text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',"
        "'Liberation Mono',monospace}.title{fill:#8b949e;font-style:italic}</style>\n"
        f'<rect width="{wide}" height="{top}" rx="8" fill="#0d1117"/>\n'
    )
    return head + "\n".join(lines) + "\n</svg>\n"


def main():
    command = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "..", "lockstep")
    picture = sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, "terminal.svg")
    middle, end = pictured(command)
    text = svg([("while it runs", middle), ("when all is done", end[len(middle) - 1 :])])
    with open(picture, "w") as file:
        file.write(text)


main()
