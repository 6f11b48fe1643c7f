"""Everything `make check` asks: each step runs even if one before it failed."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
STEPS = {
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "imports": [BIN / "lint-imports"],
    "types": [BIN / "mypy"],
    "templates": [BIN / "djlint", "app", "merchants", "catalog", "payments", "--lint", "--quiet"],
    "words and documents": [sys.executable, "-m", "pytest", "-q", "tests/architecture", "-p", "no:cacheprovider"],
}


def main() -> int:
    failed = []
    for name, command in STEPS.items():
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
        if done.returncode != 0:
            failed.append(name)
            print(done.stdout[-6000:], done.stderr[-3000:], flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
