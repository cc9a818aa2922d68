#!/usr/bin/env python3
"""Whether the time of a check is linear: each draft beside one of twice its size.

usage: tools/linear.py [--presend PATH] [--runs N] [NAME ...]

Prints CPU seconds (user and system, the least of N runs) of both and their ratio, the time of an empty
draft taken off. Exits with 1 where a ratio is above 2.2.
"""
import argparse
import base64
import os
import pathlib
import sys
import tempfile

MOST = 2.2
MAIL = "From: a@b.example\nTo: c@d.example\nSubject: The plan for June\n"
MIXED = MAIL + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n"
WORDS = "The plan for the next release is ready and the team has read most of it by now. "


def repeat(text, size):
    return text * (size // len(text) + 1)


def attachment(size):
    lines = base64.encodebytes(bytes(range(256)) * (size // 256)).decode()
    head = "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
    return f"{MIXED}The figures are attached.\n\n--x\n{head}\n{lines}\n--x--\n"


# The name of each draft, the extension, and the text for a size of 1 or 2.
DRAFTS = {
    "one paragraph": ("txt", lambda n: repeat(WORDS[:-1] + "\n", n * 1_000_000)),
    "one line": ("txt", lambda n: repeat(WORDS, n * 1_000_000)),
    "one word": ("txt", lambda n: "a" * n * 1_000_000),
    "paragraphs": ("md", lambda n: repeat(WORDS + "\n\n", n * 1_000_000)),
    "list items": ("md", lambda n: "- the plan is ready\n" * n * 50_000),
    "list levels": ("md", lambda n: "- " * n * 10_000 + "a\n"),
    "quote levels, mail": ("eml", lambda n: f"{MAIL}\n{'>' * n * 100_000} hi\n"),
    "quote levels, Markdown": ("md", lambda n: "> " * n * 100_000 + "hi\n"),
    "quote levels, HTML": ("html", lambda n: "<blockquote>" * n * 100_000 + "hi"),
    "quotes, mail": ("eml", lambda n: MAIL + "\n" + "> I read the plan.\nGood.\n" * n * 20_000),
    "asks": ("txt", lambda n: "Could you send me the plan?\n" * n * 100_000),
    "asks, one paragraph": ("txt", lambda n: "Could you send me the plan? " * n * 30_000),
    "dates": ("txt", lambda n: "Please call by 3/4 at 15:00 CET. 31 June " * n * 20_000),
    "parts of times": ("txt", lambda n: "2 years 1 half past from 5 to " * n * 20_000),
    "times": ("txt", lambda n: "We meet on Tuesday at 10:00. " * n * 30_000),
    "HTML elements, nested": ("html", lambda n: "<div>" * n * 50_000 + "hi" + "</div>" * n * 50_000),
    "HTML elements, unclosed": ("html", lambda n: "<p><b><a href='x'>hi " * n * 20_000),
    "HTML ends without a start": ("html", lambda n: "<div><td>" + "<p><i>" * n * 50_000 + "</div></b>" * n * 50_000),
    "HTML hidden and broken": ("html", lambda n: "<span style=display:none></td></i>" * n * 30_000),
    "HTML styles without an end": ("html", lambda n: "<style>.a{}</title>" * n * 50_000),
    "HTML references": ("html", lambda n: "&" * n * 100_000 + "<" * n * 100_000),
    "HTML quotes": ("html", lambda n: "<div class=gmail_quote><hr id=zwchr>x" * n * 20_000),
    "HTML table cells": ("html", lambda n: "<table>" + "<tr><td>plan<td>ready" * n * 30_000 + "</table>"),
    "template tags": ("html", lambda n: "<p>Hello {{ name }}, {% if a %}hi{% endif %}</p>\n" * n * 20_000),
    "template tags, unclosed": ("html", lambda n: "{{ {% " * n * 50_000),
    "template blocks, nested": ("html", lambda n: "{% if a %}" * n * 10_000 + "hi" + "{% endif %}" * n * 10_000),
    "links": ("md", lambda n: "[the plan](https://example.org/plan) is here. " * n * 20_000),
    "brackets": ("md", lambda n: "[" * n * 100_000),
    "emphasis": ("md", lambda n: "*a _b " * n * 50_000),
    "acronyms": ("txt", lambda n: "".join(f"The ABC{chr(65 + i % 26)}{chr(65 + i // 26 % 26)} is up. " for i in range(n * 20_000))),
    "addresses": ("eml", lambda n: MAIL + "Cc: " + ",\n ".join(f"p{i}@d.example" for i in range(n * 10_000)) + "\n\nHello all.\n"),
    "headers": ("eml", lambda n: MAIL + "".join(f"X-{i}: y\n" for i in range(n * 200_000)) + "\nHello.\n"),
    "encoded words": ("eml", lambda n: "Subject: " + "=?utf-8?q?plan?=\n " * n * 20_000 + "\n\nHello.\n"),
    "parts": ("eml", lambda n: MIXED + "hi\n" + "--x\nContent-Type: text/plain\n\nhi\n" * n * 5_000 + "--x--\n"),
    "attachment": ("eml", lambda n: attachment(n * 20_000_000)),
    "events": ("ics", lambda n: "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nSUMMARY:Plan\nDTSTART:20260602T100000Z\nEND:VEVENT\n" * n * 50_000 + "END:VCALENDAR\n"),
}


def cpu(presend, path, runs):
    """The least CPU seconds of some runs."""
    command = [presend, "check", "--exit-zero", "--threads", "1", "--output-format", "json", str(path)]
    null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    times = []
    for _ in range(runs):
        pid = os.posix_spawn(command[0], command, os.environ, file_actions=null)
        _, status, usage = os.wait4(pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{' '.join(command)}: exit code {os.waitstatus_to_exitcode(status)}")
        times.append(usage.ru_utime + usage.ru_stime)
    return min(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", metavar="NAME", nargs="*", help="drafts to try, by a part of their name [default: all]")
    parser.add_argument("--presend", default="target/release/presend")
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    above = []
    with tempfile.TemporaryDirectory() as folder:
        empty = pathlib.Path(folder, "empty.txt")
        empty.write_text("")
        start = cpu(args.presend, empty, args.runs)
        for name, (extension, text) in DRAFTS.items():
            if args.names and not any(wanted in name for wanted in args.names):
                continue
            times = []
            for size in (1, 2):
                path = pathlib.Path(folder, f"draft.{extension}")
                path.write_text(text(size))
                times.append(max(cpu(args.presend, path, args.runs) - start, 1e-4))
            ratio = times[1] / times[0]
            # What takes a few milliseconds tells of the clock, not of the cost.
            mark = "  above" if ratio > MOST and times[1] > 0.02 else ""
            print(f"{name:26} {times[0]:8.3f} s {times[1]:8.3f} s   {ratio:5.2f}{mark}", flush=True)
            above += [name] if mark else []
    sys.exit(1 if above else 0)


if __name__ == "__main__":
    main()
