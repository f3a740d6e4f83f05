#!/usr/bin/env python3
"""Runs every command of docs/docker.md in a real container engine and puts its output into the page.

    eng/docker-docs.py             runs the commands, and writes what they print into the page
    eng/docker-docs.py --check     runs them, and leaves the page alone: the commands work, and print what is expected of them
    eng/docker-docs.py --slow      runs the builds without any cache too, which take minutes; without it their last output stays

Blocks that begin with ```console hold commands: a line that begins with "$ " is one, and what follows is its output. A comment before a block says how
to run it: tail=N and head=N keep the last or first lines, for=SECONDS stops a command that runs on, exit=CODE|CODE are the exit codes to expect (0), expect=REGEX
is what the block has to print, slow marks a build of minutes, clean begins in a copy of the repository without model and data.

Needs a Docker engine, a trained model in model/, and the ports 8003, 8080 and 9000. Everything it makes is named iowasales-doc or iowa-, and removed.
"""
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = os.path.join(ROOT, "docs", "docker.md")
CONTAINERS = ["iowa-api", "iowa-api-8080", "iowa-api-9000", "iowa-tools", "iowa-web"]
IMAGES = ["iowasales-api:doc", "iowasales-api:2.0.0"]
LONGEST = 1500  # seconds for one command: a build without any cache on a busy machine


def run(command, folder, seconds):
    """Exit code and output of a command; one that is stopped after its seconds has exit code 0."""
    process = subprocess.Popen(
        ["bash", "-c", command], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        start_new_session=True, env={**os.environ, "BUILDKIT_PROGRESS": "plain", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC", "TIMEFORMAT": "%0Rs"})
    try:
        output, _ = process.communicate(timeout=seconds or LONGEST)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGINT)
        try:
            output, _ = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
        return (0 if seconds else 124), output


def shown(output, options):
    """What of an output the page shows."""
    lines = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output).replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line.strip() and "TIMEFORMAT" not in line]
    head, tail = int(options.get("head", 0)), int(options.get("tail", 0))
    if head and len(lines) > head:
        lines = lines[:head] + ["…"]
    elif tail and len(lines) > tail:
        lines = ["…"] + lines[-tail:]
    return [line if len(line) <= 180 else line[:179] + "…" for line in lines]


def copy_of_repository(folder, whole):
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
    if whole:
        shutil.copytree(os.path.join(ROOT, "model"), os.path.join(folder, "model"), dirs_exist_ok=True)


def tidy():
    for container in CONTAINERS:
        subprocess.run(["docker", "rm", "--force", "--volumes", container], capture_output=True)
    for image in IMAGES:
        subprocess.run(["docker", "rmi", "--force", image], capture_output=True)


def options_of(comment):
    return dict((part.split("=", 1) + [""])[:2] for part in shlex.split(comment)) if comment else {}


def main():
    check, slow = "--check" in sys.argv[1:], "--slow" in sys.argv[1:]
    if set(sys.argv[1:]) - {"--check", "--slow"}:
        print(__doc__, file=sys.stderr)
        return 2
    if subprocess.run(["docker", "version"], capture_output=True).returncode:
        print("Skipped docs/docker.md: no Docker engine answers.")
        return 0
    if not os.path.exists(os.path.join(ROOT, "model", "manifest.json")):
        print("Skipped docs/docker.md: no model; train first: dotnet run --project IowaSales.Trainer -- train")
        return 0

    with open(PAGE, encoding="utf-8") as page:
        text = page.read()
    failures = 0
    started = time.monotonic()
    tidy()
    with tempfile.TemporaryDirectory() as work:
        folders = {}
        for kind in ("clean", "whole"):
            folders[kind] = os.path.join(work, kind)
            os.mkdir(folders[kind])
            copy_of_repository(folders[kind], kind == "whole")

        def rewritten(match):
            nonlocal failures
            comment, block = match.group(1), match.group(2)
            options = options_of(comment)
            if "slow" in options and not slow:
                return match.group(0)
            lines, printed = [], ""
            for command in [line[2:] for line in block.split("\n") if line.startswith("$ ")]:
                begun = time.monotonic()
                code, output = run(command, folders["clean" if "clean" in options else "whole"], float(options.get("for", 0)))
                right = str(code) in options.get("exit", "0").split("|")
                printed += output
                failures += not right
                print(f"  {'ok     ' if right else 'FAILED '} {time.monotonic() - begun:6.1f} s  {command}")
                if not right:
                    print(f"          exit code {code}\n" + "\n".join("          " + line for line in output.split("\n")[-15:]))
                lines += ["$ " + command, *shown(output.replace(work, "/home/me"), options)]
            if not re.search(options.get("expect", ""), printed, re.S | re.M):
                failures += 1
                print(f"  FAILED   The output has nothing like {options['expect']}")
            return match.group(0).replace(block, "\n".join(lines) + "\n", 1)

        try:
            text = re.sub(r"(?:<!-- ([^\n]*?) -->\n)?```console\n(.*?)```", rewritten, text, flags=re.S)
        finally:
            tidy()
    print(f"{failures} failures in {time.monotonic() - started:.0f} s.")
    if failures:
        return 1
    if not check:
        with open(PAGE, "w", encoding="utf-8") as page:
            page.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
