"""The table of what was measured."""

import os
import platform
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from lib.peers import OURS, versions
from lib.timing import Cost, Span
from lib.workloads import Goal, Measured, Workload


def heading(seed: int, rounds: int, scale: float) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    sized = "" if scale == 1 else f", at {scale:g} of the size"
    return "\n".join(
        [
            f"Measured on {date.today()}: {os.cpu_count()} × {processor()}, {memory:.0f} GiB,"
            f" Linux {kernel()}; {rounds} rounds{sized}, seed {seed}.",
            "",
            *(f"- {version}" for version in versions()),
            "",
            "Seconds: the median, with the least and the most in brackets. *ratio* is a tool's"
            " median over Lockstep's, to the end of a `syncfs` where something is written, to the"
            " exit where nothing is. *peak* is that of the largest process, and cannot be seen"
            " below that of the bench itself, some 20 MiB.",
        ]
    )


def kernel() -> str:
    return platform.release().partition("-")[0]


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def table(workload: Workload, kind: str, measured: Measured) -> str:
    costs = measured.costs
    lines = [
        f"### {workload.name} on {kind}: {workload.title}",
        "",
        "| tool | to exit | to syncfs | ratio | CPU | peak MiB |",
        "|---|---|---|---|---|---|",
    ]
    ours = judged(workload, costs[OURS]).median
    for name, spent in costs.items():
        if not spent:
            continue
        exit_ = seconds(Span.of([cost.exit for cost in spent]))
        synced = seconds(Span.of([cost.synced for cost in spent])) if workload.writes else ""
        ratio = judged(workload, spent).median / ours
        cpu = Span.of([cost.cpu for cost in spent]).median
        memory = max(cost.memory for cost in spent)
        lines.append(
            f"| {cell(name)} | {exit_} | {synced} | {ratio:.2f} | {cpu:.2f} | {memory:.0f} |"
        )
    lines += ["", *goals(workload, costs), *(f"- {text}" for text in measured.differences)]
    return "\n".join(lines) + "\n"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def goals(workload: Workload, costs: dict[str, list[Cost]]) -> Iterable[str]:
    for goal in workload.goals:
        measured = [peer for peer in goal.peers if costs.get(peer)]
        if measured:
            yield f"- {sentence(workload, costs, goal, measured)}"


def sentence(
    workload: Workload, costs: dict[str, list[Cost]], goal: Goal, measured: list[str]
) -> str:
    ours = judged(workload, costs[OURS]).median
    best = min(judged(workload, costs[peer]).median for peer in measured)
    peers = " and ".join(f"`{peer}`" for peer in measured)
    if goal.faster:
        met = best / ours >= goal.faster
        return f"{verdict(met)}: {best / ours:.2f} × as fast as {peers}; goal {goal.faster:g}"
    met = ours / best <= goal.slower
    return f"{verdict(met)}: {ours / best:.2f} × the time of {peers}; goal {goal.slower:g}"


def verdict(met: bool) -> str:
    return "met" if met else "**missed**"


def judged(workload: Workload, spent: list[Cost]) -> Span:
    return Span.of([cost.synced if workload.writes else cost.exit for cost in spent])


def seconds(span: Span) -> str:
    return f"{span.median:.2f} ({span.least:.2f}–{span.most:.2f})"
