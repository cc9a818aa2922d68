#!/usr/bin/env python3
"""How many instructions a fixed input takes: a number that hardly differs from run to run.

usage: tools/instructions.py [--presend PATH] [--accept]

Checks every fifth labelled draft of fixtures/channel under callgrind (valgrind), on one thread and with JSON as
output, and holds the count against benches/instructions.txt. Exits with 1 where it is more than 5 % above that, or
as much below, since what was won should be held; --accept writes the new number there. Build with
`cargo build --locked --profile quick` before.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent
KEPT = TOP / "benches" / "instructions.txt"
MOST = 1.05
NOW = "2026-06-02T10:00:00+02:00[Europe/Berlin]"


def count(presend):
    """The instructions of one run, and how many drafts it checked."""
    drafts = sorted((TOP / "fixtures/channel/drafts").glob("*.eml"))[::5]
    with tempfile.TemporaryDirectory() as folder:
        check = [presend, "check", "--exit-zero", "--threads", "1", "--now", NOW, "--output-format", "json", *drafts]
        out = f"--callgrind-out-file={folder}/out"
        run = subprocess.run(["valgrind", "--tool=callgrind", out, *check], cwd=folder, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not found:
        sys.exit(f"instructions: the run failed:\n{run.stderr}")
    return int(found[1]), len(drafts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presend", default=TOP / "target/quick/presend", type=pathlib.Path)
    parser.add_argument("--accept", action="store_true", help="keep the new number")
    args = parser.parse_args()
    instructions, drafts = count(args.presend.resolve())
    kept = int(KEPT.read_text().split()[0]) if KEPT.exists() else None
    beside = f", {instructions / kept:.3f} times the kept {kept / 1e6:.1f} million" if kept else ""
    print(f"{instructions / 1e6:.1f} million instructions for {drafts} drafts{beside}")
    if args.accept or kept is None:
        KEPT.write_text(f"{instructions}\n")
    elif instructions > kept * MOST:
        sys.exit("instructions: more than 5 % above; find out why, or keep the new number with --accept")
    elif instructions < kept / MOST:
        sys.exit("instructions: more than 5 % below: well done; keep the new number with --accept")


if __name__ == "__main__":
    main()
