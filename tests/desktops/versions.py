"""Which versions of a desktop's parts are installed."""

import subprocess


def debian_versions(packages: tuple[str, ...]) -> str:
    """Return packages' names and versions without Debian's part."""
    shown = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Package} ${Version}\n", *packages],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    pairs = (line.split() for line in shown.splitlines())
    return ", ".join(f"{name} {number.split(':')[-1].split('-')[0]}" for name, number in pairs)
