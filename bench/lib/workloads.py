"""What is measured, and how far ahead Lockstep wants to be."""

from pathlib import Path

from lib import trees
from lib.goals import Goal, Limit, WriteLimit
from lib.growth import Growth
from lib.workload import Build, Workload, files

# The file systems on which files can share blocks.
SHARING = ("xfs", "btrfs")


def uniform(number: int, in_folder: int, size: int) -> Build:
    """Makes so many files of one size, so many of them in each folder."""
    return lambda root, scale, seed: trees.uniform(
        root, files(number // in_folder, scale), files(number, scale), size, seed
    )


def one_large_file(root: Path, scale: float, seed: int) -> None:
    trees.large(root, 1, max(trees.BLOCK * 8, int(scale * (8 << 30))), seed)


def a_folder_and_more_to_move(root: Path, scale: float, seed: int) -> None:
    trees.uniform(root / "a", files(500, scale), files(100_000, scale), 4096, seed)
    trees.uniform(root / "b", files(100, scale), files(20_000, scale), 4096, seed + 1)


def move(root: Path, scale: float, seed: int) -> None:
    """Renames the large folder, to and fro, and gives files of the other one other places."""
    here, there = root / "a", root / "renamed"
    if here.exists():
        here.rename(there)
    else:
        there.rename(here)
    trees.scatter(root / "b", files(5_000, scale), seed)


def copy_of(number: int) -> Workload:
    """W1 of so many files."""
    return Workload(
        f"W1 of {number:,}",
        "first copy",
        uniform(number, 100, 4096),
        ("rsync -a", "floor"),
        (),
        gib=1 + number // 125_000,
        copies=True,
    )


def no_change_of(number: int) -> Workload:
    """W4 of so many files."""
    return Workload(
        f"W4 of {number:,}",
        "no change",
        uniform(number, 200, 1024),
        ("rsync -a", "floor scan"),
        (),
        gib=1 + number // 125_000,
    )


ALL = [
    Workload(
        "start",
        "an empty source, and an empty replica of it",
        lambda root, scale, seed: root.mkdir(),
        ("lockstep --version", "empty JVM", "rsync -a"),
        (Limit(0.25), Limit(0.1, "lockstep --version")),
        gib=1,
    ),
    Workload(
        "W1",
        "first copy, 200,000 × 4 KiB in 2,000 folders",
        uniform(200_000, 100, 4096),
        ("cp -a", "tar | tar", "rsync -a", "rclone", "floor"),
        (
            Goal(("cp -a", "tar | tar"), faster=1.8),
            Goal(("rsync -a",), faster=3),
            Goal(("rclone",), faster=5),
            Goal(("floor",), slower=1.4),
        ),
        gib=2,
        copies=True,
    ),
    Growth(
        "W1growth",
        "first copy of more and more files of 4 KiB",
        copy_of,
        (50_000, 100_000, 200_000),
    ),
    Workload(
        "W2",
        "first copy, a source tree of 90,000 mixed files",
        lambda root, scale, seed: trees.sources(root, files(90_000, scale), seed),
        ("cp -a", "tar | tar", "rsync -a", "rclone", "floor"),
        (Goal(("cp -a",), faster=1.6), Goal(("rsync -a",), faster=3)),
        gib=3,
        copies=True,
    ),
    Workload(
        "W3",
        "first copy, 4 × 2 GiB",
        lambda root, scale, seed: trees.large(root, 4, int(scale * (2 << 30)), seed),
        ("cp -a", "rsync -a", "rclone", "floor"),
        (Goal(("cp -a",), faster=1), Goal(("rsync -a",), faster=2)),
        gib=10,
        copies=True,
    ),
    Workload(
        "W3r",
        "first copy, 4 × 2 GiB within one file system that shares blocks",
        lambda root, scale, seed: trees.large(root, 4, int(scale * (2 << 30)), seed),
        ("cp --reflink",),
        (Goal(("cp --reflink",), faster=1),),
        gib=20,
        copies=True,
        shared=True,
        kinds=SHARING,
        usual=("xfs",),
    ),
    Workload(
        "W4",
        "no change, 1,000,000 × 1 KiB in 5,000 folders",
        uniform(1_000_000, 200, 1024),
        ("rsync -a", "rsync -ac", "rclone", "floor scan"),
        (Goal(("rsync -a",), faster=3), Goal(("rsync -ac",), faster=10), Goal(("rclone",), faster=10)),
        gib=8,
    ),
    Growth(
        "W4growth",
        "no change in more and more files of 1 KiB",
        no_change_of,
        (10_000, 100_000, 1_000_000),
    ),
    Workload(
        "W5a",
        "no change, 100 files",
        lambda root, scale, seed: trees.uniform(root, 10, 100, 1024, seed),
        ("rsync -a", "rclone", "floor scan"),
        (Limit(0.25),),
        gib=1,
    ),
    Workload(
        "W5b",
        "no change, 10,000 files",
        lambda root, scale, seed: trees.uniform(root, 100, files(10_000, scale), 1024, seed),
        ("rsync -a", "rsync -ac", "rclone", "floor scan"),
        (Goal(("rsync -a",), slower=1.5),),
        gib=1,
    ),
    Workload(
        "W6",
        "verify, 20,000 × 256 KiB, both sides read",
        uniform(20_000, 100, 256 << 10),
        ("rsync -ac", "rclone", "md5sum -P2", "floor read"),
        (Goal(("rclone", "md5sum -P2"), faster=2), Goal(("rsync -ac",), faster=1)),
        gib=7,
        verifies=True,
    ),
    Workload(
        "W7",
        "1 MiB changed in a file of 8 GiB",
        one_large_file,
        ("rsync -a", "rclone", "floor read source"),
        # Where blocks are shared only the changed ones are to be written, besides what the file
        # system writes of its own.
        (Goal(("rsync -a",), faster=2), WriteLimit(mib=4, kinds=SHARING)),
        gib=18,
        change=lambda root, scale, seed: trees.overwrite(root / "large-0.img", trees.BLOCK, seed),
        usual=("ext4", "xfs"),
    ),
    Workload(
        "W8",
        "a folder of 100,000 files renamed and 5,000 scattered moves",
        a_folder_and_more_to_move,
        ("rsync -a",),
        (Goal(("rsync -a",), faster=20),),
        gib=3,
        change=move,
    ),
    Workload(
        "W9",
        "1 % churn on 200,000 files",
        uniform(200_000, 100, 4096),
        ("rsync -a", "rsync -ac"),
        (Goal(("rsync -a",), faster=2), Goal(("rsync -ac",), faster=10)),
        gib=2,
        change=lambda root, scale, seed: trees.churn(root, 0.01, seed),
    ),
]
