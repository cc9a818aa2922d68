#!/usr/bin/env python3
"""How often rules speak on real mail and on labelled drafts, as tables for docs/quality.md.

    tools/quality.py --presend target/release/presend ../shared/data            # the figures
    tools/quality.py --presend target/release/presend ../shared/data --check    # fail past a bound
    tools/quality.py --presend target/release/presend ../shared/data --sample 200 out.md

With --sample, findings are drawn at random over rules, to be read by a person.
Needs Python 3.9 or newer and nothing else.
"""

import argparse
import collections
import json
import pathlib
import random
import statistics
import subprocess
import sys

# What the second reader noted, and the rules that say it.
NOTES = {
    "missing_deadline": ["deadline/missing", "deadline/vague"],
    "buried_point": ["point/buried-ask", "point/no-lead", "point/preamble", "ask/mid-paragraph"],
    "too_long": ["concise/too-long", "concise/needs-summary"],
    "no_clear_ask": ["point/no-purpose", "point/ask-to-ask", "ask/implicit", "ask/open-ended", "ask/no-options",
                     "ask/no-owner"],
}

BATCH = 400


def check(presend, paths):
    """The findings in each file, by path. A mailbox of one message is one draft."""
    found = {}
    paths = [str(path) for path in paths]
    for start in range(0, len(paths), BATCH):
        command = [presend, "check", "--exit-zero", "--output-format", "jsonl", *paths[start : start + BATCH]]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        for line in run.stdout.splitlines():
            draft = json.loads(line)
            found[draft["path"]] = draft["diagnostics"]
    return found


def share(part, whole):
    return part / whole if whole else 0.0


def percent(value):
    return f"{100 * value:.1f} %"


def rule_rates(found):
    """The share of drafts in which each rule speaks, by level."""
    counts = collections.Counter()
    for diagnostics in found.values():
        counts.update({(d["rule"], d["level"]) for d in diagnostics})
    return {key: share(count, len(found)) for key, count in counts.items()}


def has(diagnostics, *levels):
    return any(d["level"] in levels for d in diagnostics)


def mail_figures(found):
    rates = rule_rates(found)
    warning, rule = max(((rate, rule) for (rule, level), rate in rates.items() if level == "warning"), default=(0, "none"))
    drafts = list(found.values())
    return [
        ("mails with an `error`", share(sum(has(d, "error") for d in drafts), len(drafts)), 0.01),
        (f"mails with the most frequent `warning` rule ({rule})", warning, 0.12),
        ("mails with any warning", share(sum(has(d, "warning") for d in drafts), len(drafts)), 0.35),
    ]


def reader_figures(labels, found):
    """Of the drafts in which the second reader noted a problem, the share in which a matching
    rule speaks at any level; and the share in which it speaks of those without the note."""
    rows = []
    read = [label for label in labels if label.get("second_reader")]
    for note, rules in NOTES.items():
        speaks = {label["id"]: any(d["rule"] in rules for d in found[label["path"]]) for label in read}
        noted = [speaks[label["id"]] for label in read if label["second_reader"][note]]
        others = [speaks[label["id"]] for label in read if not label["second_reader"][note]]
        rows.append((note, share(sum(noted), len(noted)), len(noted), share(sum(others), len(others)), len(others)))
    return rows


def sample(found, count, path, seed):
    """Draws findings: a rule at random, then one of its findings that was not drawn yet."""
    by_rule = collections.defaultdict(list)
    for draft, diagnostics in sorted(found.items()):
        for diagnostic in diagnostics:
            by_rule[diagnostic["rule"]].append((draft, diagnostic))
    chance = random.Random(seed)
    for findings in by_rule.values():
        chance.shuffle(findings)
    drawn = []
    while len(drawn) < count and by_rule:
        rule = chance.choice(sorted(by_rule))
        drawn.append(by_rule[rule].pop())
        if not by_rule[rule]:
            del by_rule[rule]
    drawn.sort(key=lambda item: (item[1]["rule"], item[0]))
    with open(path, "w", encoding="utf-8") as out:
        for number, (draft, diagnostic) in enumerate(drawn, 1):
            source = pathlib.Path(draft).read_bytes()
            start, end = diagnostic["start"], diagnostic["end"]
            before = source[max(0, start - 200) : start].decode("utf-8", "replace")
            after = source[end : end + 120].decode("utf-8", "replace")
            words = source[start:end].decode("utf-8", "replace")
            out.write(f"## {number} {diagnostic['level']} {diagnostic['rule']}: {diagnostic['text']}\n")
            out.write(f"help: {diagnostic.get('help')}\nin {draft}\n{before}«{words}»{after}\n\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path, help="the folder with mail/ and channel/")
    parser.add_argument("--presend", default="target/release/presend")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a figure passes its bound")
    parser.add_argument("--sample", nargs=2, metavar=("N", "FILE"), help="write N findings to be read")
    parser.add_argument("--seed", type=int, default=2, help="which sample is drawn")
    options = parser.parse_args()

    mail = check(options.presend, sorted(path for path in (options.data / "mail").rglob("*") if path.is_file()
                                         and path.name != "README.md"))
    labels = [json.loads(line) for line in open(options.data / "channel" / "labels.jsonl", encoding="utf-8")]
    for label in labels:
        [path] = (options.data / "channel" / "drafts").glob(label["id"] + ".*")
        label["path"] = str(path)
    channel = check(options.presend, [label["path"] for label in labels])

    if options.sample:
        count, path = options.sample
        sample({**mail, **channel}, int(count), path, options.seed)
        return 0

    fine = [channel[label["path"]] for label in labels if label["category"] == "fine_async"]
    figures = mail_figures(mail)
    figures.append(("`fine_async` drafts with a warning or error",
                    share(sum(has(d, "warning", "error") for d in fine), len(fine)), 0.15))
    print(f"{len(mail)} real mails, {len(channel)} drafts of `channel/`, {len(fine)} of them `fine_async`\n")
    print("| figure | bound | measured |\n| --- | --- | --- |")
    for name, value, bound in figures:
        print(f"| {name} | ≤ {percent(bound)} | {percent(value)} |")
    median = statistics.median(len(d) for d in mail.values())
    print(f"| findings per mail, median | ≤ 2 | {median:g} |")

    print("\n| second reader noted | rule speaks where noted | bound | where not noted | bound |")
    print("| --- | --- | --- | --- | --- |")
    for note, noted, n, others, m in reader_figures(labels, channel):
        print(f"| {note} | {percent(noted)} of {n} | ≥ 70 % | {percent(others)} of {m} | ≤ 15 % |")

    print("\n| rule | level | real mail | `fine_async` |\n| --- | --- | --- | --- |")
    rates, fine_rates = rule_rates(mail), rule_rates(dict(enumerate(fine)))
    for rule, level in sorted(rates.keys() | fine_rates.keys()):
        print(f"| {rule} | {level} | {percent(rates.get((rule, level), 0))} | {percent(fine_rates.get((rule, level), 0))} |")

    past = [name for name, value, bound in figures if value > bound] + (["findings per mail"] if median > 2 else [])
    for name in past if options.check else []:
        print(f"past its bound: {name}", file=sys.stderr)
    return 1 if past and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
