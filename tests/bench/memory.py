"""How much memory a process has taken: its own, not what it inherited of whoever started it."""

from pathlib import Path


def peak_mb() -> float:
    """Return the most memory this process has taken since it began its program.

    `ru_maxrss` would be at least that of the process it was forked from, so the order of benches would count.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024
