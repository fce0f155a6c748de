#!/usr/bin/env python3
"""How a batch scales: threads, and memory by the number of documents.

    python3 benches/batch.py target/release/whosaid [--articles 100000] [--many 1000000] [--output NAME]

Makes articles of a few sentences, annotates them with one thread and with two, and prints the ratio; then annotates few
and many very short ones and prints the largest memory of each. Needs Python 3.9 and a quiet machine with two cores.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

NAMES = ["Ann Lee", "Tomas Reed", "Maya Ortiz", "Jon Åkesson", "Grace Obi", "Leila Haddad", "Peter Novak", "Wei Chen"]
ROLES = ["a spokesman for the ministry", "the committee's chairwoman", "a senior official", "the mayor of Harrow"]
PLACES = ["Geneva", "Lagos", "the capital", "Port Vale", "Kyoto"]
SENTENCES = [
    "“We will not sign it in this form,” said {name}, {role}.",
    "{name} told reporters in {place} that the talks would go on until {day}.",
    "The council has met {number} times since {day} without an agreement.",
    "“That is not what was promised,” {name} added. “Nobody asked the people who live there.”",
    "Officials in {place} denied that the “emergency fund” had been touched.",
    "According to {name}, about {number} households are still without water.",
    "A bridge outside {place} was closed on {day} after engineers found cracks in two of its pillars.",
    "She said the figures, which were published on {day}, were “simply wrong”.",
]
DAYS = ["Monday", "Tuesday", "Thursday", "Saturday"]


def article(dice: random.Random, sentences: int) -> str:
    chosen = (dice.choice(SENTENCES) for _ in range(sentences))
    filled = (
        sentence.format(
            name=dice.choice(NAMES),
            role=dice.choice(ROLES),
            place=dice.choice(PLACES),
            day=dice.choice(DAYS),
            number=dice.randrange(2, 900),
        )
        for sentence in chosen
    )
    return "\n\n".join(filled)


def corpus(path: pathlib.Path, documents: int, sentences: int) -> int:
    dice = random.Random(7)
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(documents):
            text = article(dice, sentences)
            size += len(text.encode())
            file.write(json.dumps({"id": f"a{number}", "text": text}, ensure_ascii=False) + "\n")
    return size


def run(binary: str, source: pathlib.Path, output: pathlib.Path, *more: str) -> tuple[float, int]:
    """Seconds, and the largest memory in kilobytes."""
    started = time.monotonic()
    child = subprocess.Popen([binary, "annotate", str(source), "-o", str(output), *more], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{binary} failed on {source}")
    output.unlink()
    return time.monotonic() - started, usage.ru_maxrss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--output", default="out.jsonl", help="a name that tells the format")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, output = pathlib.Path(folder, "in.jsonl"), pathlib.Path(folder, arguments.output)
        if arguments.articles:
            size = corpus(source, arguments.articles, 6)
            print(f"{arguments.articles} articles, {size / 1e6:.1f} MB of text, to {arguments.output}")
            seconds = {}
            for jobs in (1, 2):
                seconds[jobs], memory = run(arguments.binary, source, output, "--jobs", str(jobs))
                print(f"{jobs} threads: {seconds[jobs]:.1f} s, {size / 1e6 / seconds[jobs]:.2f} MB/s, {memory / 1000:.0f} MB at most")
            print(f"two threads are {seconds[1] / seconds[2]:.2f} times as fast as one")
        peaks = []
        for documents in (arguments.few, arguments.many):
            if documents:
                corpus(source, documents, 1)
                seconds_taken, memory = run(arguments.binary, source, output)
                peaks.append(memory)
                print(f"{documents} documents: {seconds_taken:.1f} s, {memory / 1000:.0f} MB at most")
        if len(peaks) == 2:
            print(f"the many took {peaks[1] / peaks[0]:.2f} times the memory of the few")


if __name__ == "__main__":
    main()
