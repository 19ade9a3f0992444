"""The table of what was measured."""

import os
import platform
from datetime import date
from pathlib import Path

from lib import goals
from lib.growth import Growth, Steps, judged
from lib.peers import OURS, versions
from lib.timing import Span
from lib.workload import Measured, Setting, Workload


def heading(seed: int, rounds: int, scale: float) -> str:
    sized = "" if scale == 1 else f", at {scale:g} of the size"
    return "\n".join(
        [
            f"Measured on {machine()}; {rounds} rounds{sized}, seed {seed}.",
            "",
            *(f"- {version}" for version in versions()),
            "",
            "Seconds: the median, with the least and the most in brackets. *ratio* is a tool's"
            " median over Lockstep's, to the end of a `syncfs` where something is written, to the"
            " exit where nothing is. *peak* is that of the largest process, and cannot be seen"
            " below that of the bench itself, some 20 MiB. *written* is what the disk of the"
            " replica was given to write until the end of the `syncfs`, the median.",
        ]
    )


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return (f"{date.today()}: {os.cpu_count()} × {processor()}, {memory:.0f} GiB,"
            f" Linux {kernel()}")


def kernel() -> str:
    return platform.release().partition("-")[0]


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def section(workload: Workload | Growth, setting: Setting) -> str:
    """Measures a workload, and tells of it."""
    if isinstance(workload, Growth):
        steps = workload.measure(setting)
        return growth_table(workload, setting.kind, steps, workload.counted(setting))
    return table(workload, setting.kind, workload.measure(setting))


def table(workload: Workload, kind: str, measured: Measured) -> str:
    costs = measured.costs
    lines = [
        f"### {workload.name} on {kind}: {workload.title}",
        "",
        "| tool | to exit | to syncfs | ratio | CPU | peak MiB | written MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    ours = goals.seconds(costs[OURS], workload.writes)
    for name, spent in costs.items():
        if not spent:
            continue
        exit_ = seconds(Span.of([cost.exit for cost in spent]))
        synced = seconds(Span.of([cost.synced for cost in spent])) if workload.writes else ""
        ratio = goals.seconds(spent, workload.writes) / ours
        cpu = Span.of([cost.cpu for cost in spent]).median
        memory = max(cost.memory for cost in spent)
        written = f"{goals.written(spent):.1f}" if workload.writes else ""
        lines.append(
            f"| {cell(name)} | {exit_} | {synced} | {ratio:.2f} | {cpu:.2f} | {memory:.0f} |"
            f" {written} |"
        )
    due = [goal for goal in workload.goals if kind in goal.kinds]
    lines += ["", *(f"- {goal.judged(costs, workload.writes)}" for goal in due)]
    lines += [f"- {text}" for text in measured.differences]
    return "\n".join(lines) + "\n"


def growth_table(growth: Growth, kind: str, steps: Steps, counted: Steps) -> str:
    lines = [
        f"### {growth.name} on {kind}: {growth.title}",
        "",
        "| tool | files | seconds | µs a file | µs a further file | peak MiB |",
        "|---|---|---|---|---|---|",
    ]
    for tool, of_tool in steps.items():
        for before, step in zip([None, *of_tool], of_tool):
            further = f"{step.further(before):.1f}" if before else ""
            lines.append(
                f"| {tool} | {step.files:,} | {step.seconds:.2f} | {step.microseconds():.1f}"
                f" | {further} | {step.memory:.0f} |"
            )
    lines += ["", *(f"- {text}" for text in judged(steps))]
    calls = [f"`{tool}` {two[1].further_calls(two[0]):.1f}" for tool, two in counted.items()]
    lines += [f"- system calls of a further file: {', '.join(calls)}"] if calls else []
    return "\n".join(lines) + "\n"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def seconds(span: Span) -> str:
    places = 2 if span.median >= 1 else 3
    return f"{span.median:.{places}f} ({span.least:.{places}f}–{span.most:.{places}f})"
