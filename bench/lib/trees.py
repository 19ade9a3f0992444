"""The trees that are mirrored; each is the same again from its seed."""

import os
import random
from pathlib import Path

BLOCK = 1 << 20
SYLLABLES = ["ar", "be", "con", "dis", "ent", "for", "gra", "hal", "in", "jo", "ker", "lo", "mon"]


def uniform(root: Path, folders: int, files: int, size: int, seed: int) -> None:
    """So many files of one size, spread evenly over folders of two levels."""
    chance = random.Random(seed)
    body = bytearray(chance.randbytes(size))
    head = min(8, size)
    number = 0
    for folder in range(folders):
        inner = root / f"part-{folder // 100:03}" / f"folder-{folder:05}"
        inner.mkdir(parents=True)
        for _ in range(files // folders):
            body[:head] = number.to_bytes(8, "little")[:head]
            write(inner / f"file-{number:07}.dat", body)
            number += 1


def sources(root: Path, files: int, seed: int) -> None:
    """What a checked-out project looks like: many small texts, some larger ones, deep folders,
    programs, symlinks. About 11 KiB a file on average."""
    chance = random.Random(seed)
    pool = chance.randbytes(4 * BLOCK)
    folders = [root]
    root.mkdir(parents=True)
    for number in range(files):
        if number % 9 == 0:
            parent = chance.choice(folders[-400:])
            if len(parent.relative_to(root).parts) < 12:
                folders.append(parent / word(chance, number))
                folders[-1].mkdir()
        folder = chance.choice(folders[-50:] if number % 3 else folders)
        place = folder / f"{word(chance, number)}.{chance.choice(['c', 'h', 'py', 'md', 'json'])}"
        if number % 60 == 0:
            place.symlink_to(f"../{word(chance, number)}")
            continue
        size = min(int(chance.lognormvariate(8.1, 1.5)), 3 * BLOCK)
        start = chance.randrange(len(pool) - size)
        write(place, pool[start : start + size])
        if number % 25 == 0:
            place.chmod(0o755)


def word(chance: random.Random, number: int) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) + str(number)


def large(root: Path, files: int, size: int, seed: int) -> None:
    """A few large files whose bytes cannot be told in advance."""
    chance = random.Random(seed)
    root.mkdir(parents=True)
    for number in range(files):
        with open(root / f"large-{number}.img", "wb") as file:
            for _ in range(size // BLOCK):
                file.write(chance.randbytes(BLOCK))


def overwrite(place: Path, size: int, seed: int) -> None:
    """Writes other bytes somewhere into a file, in place."""
    chance = random.Random(seed)
    with open(place, "r+b") as file:
        file.seek(chance.randrange(place.stat().st_size - size) & ~4095)
        file.write(chance.randbytes(size))


def churn(root: Path, share: float, seed: int) -> None:
    """Edits, adds, deletes, and changes modes, times and links of so large a share of the files."""
    chance = random.Random(seed)
    files = sorted(p for p in root.rglob("*.dat") if not p.is_symlink())
    for number, place in enumerate(chance.sample(files, int(len(files) * share))):
        match number % 10:
            case 0 | 1 | 2 | 3:
                write(place, chance.randbytes(place.stat().st_size))
            case 4 | 5:
                write(place.with_name(f"new-{seed}-{number}.dat"), chance.randbytes(4096))
            case 6:
                place.unlink()
            case 7:
                place.chmod(0o600)
            case 8:
                os.utime(place, ns=(number, chance.randrange(10**18)))
            case 9:
                place.with_name(f"link-{seed}-{number}").symlink_to(place.name)


def scatter(root: Path, count: int, seed: int) -> None:
    """Gives so many files other names, in other folders."""
    chance = random.Random(seed)
    files = sorted(root.rglob("*.dat"))
    folders = sorted({file.parent for file in files})
    for number, place in enumerate(chance.sample(files, min(count, len(files) // 2))):
        place.rename(chance.choice(folders) / f"moved-{seed}-{number}.dat")


def write(place: Path, content: bytes | bytearray) -> None:
    with open(place, "wb", buffering=0) as file:
        file.write(content)
