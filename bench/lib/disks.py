"""File systems made for one use: a loop-mounted image, or memory."""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

GIB = 1 << 30
LARGE_BYTES = 64 << 20

MAKERS = {
    # Inode tables are written now: what a kernel thread did later would be measured.
    "ext4": ["mkfs.ext4", "-q", "-F", "-i", "4096", "-E", "lazy_itable_init=0,lazy_journal_init=0"],
    "xfs": ["mkfs.xfs", "-q", "-f"],
    "btrfs": ["mkfs.btrfs", "-q", "-f"],
}
KINDS = [*MAKERS, "tmpfs"]


class Disk:
    """A fresh file system of a kind, mounted while the block lasts.

    The image lies in a folder of its own below `where`; blocks are passed on directly, so that
    nothing is cached twice.
    """

    def __init__(self, kind: str, gib: int, where: Path):
        self._kind = kind
        self._gib = gib
        self._where = where

    def __enter__(self) -> Path:
        self._folder = Path(tempfile.mkdtemp(prefix="bench-", dir=self._where))
        self.path = self._folder / "mounted"
        self.path.mkdir()
        self._device = None
        try:
            self._mount()
        except BaseException:
            self.__exit__()
            raise
        return self.path

    def _mount(self) -> None:
        if self._kind == "tmpfs":
            size = f"size={self._gib}g,nr_inodes=0"
            run("mount", "-t", "tmpfs", "-o", size, "tmpfs", str(self.path))
            return
        image = self._folder / "image"
        with open(image, "wb") as file:
            file.truncate(self._gib * GIB)
        run(*MAKERS[self._kind], str(image))
        self._device = run("losetup", "--direct-io=on", "--find", "--show", str(image)).strip()
        run("mount", self._device, str(self.path))

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", str(self.path)], capture_output=True, check=False)
        if self._device:
            subprocess.run(["losetup", "--detach", self._device], check=False)
        if not os.path.ismount(self.path):
            shutil.rmtree(self._folder)


def run(*words: str) -> str:
    """Runs a command that has to succeed; its output."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: {' '.join(words)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def bytes_written(folder: Path) -> int:
    """How much the disk below a folder's file system was given to write so far; 0 for memory."""
    device = Path(run("findmnt", "-n", "-o", "SOURCE", "-T", str(folder)).strip())
    counts = Path("/sys/class/block", device.name, "stat")
    sectors = int(counts.read_text().split()[6]) if counts.exists() else 0
    return sectors * 512


def syncfs(folder: Path) -> None:
    """Returns when all of the folder's file system is on the disk."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(fd) != 0:
            raise OSError(ctypes.get_errno(), "syncfs", str(folder))
    finally:
        os.close(fd)


def forget_large_files(folder: Path) -> None:
    """Has the pages of large files given back, which would else push out those of others."""
    for parent, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(parent, name)
            if not os.path.islink(file) and os.path.getsize(file) >= LARGE_BYTES:
                fd = os.open(file, os.O_RDONLY)
                try:
                    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
                finally:
                    os.close(fd)


def touch_free_memory(gib: int) -> None:
    """Has so much of the free memory be used once, as far as there is that much to spare.

    A virtual machine is given a page by its host only when it is used first, and gives back what is
    free for long: who writes after others have, would find memory that has been paid for.
    """
    size = min(gib * GIB, free_bytes() - GIB)
    if size > 0:
        # In a process of its own, whose peak is not taken for that of what is measured.
        touch = f"import mmap; m = mmap.mmap(-1, {size}); m[::4096] = bytes(len(range(0, {size}, 4096)))"
        run(sys.executable, "-c", touch)


def free_bytes() -> int:
    counts = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    return int(counts["MemFree"].split()[0]) * 1024


def forget_cached() -> None:
    """Has all that is read from now on come from the disks."""
    os.sync()
    Path("/proc/sys/vm/drop_caches").write_text("3\n")
