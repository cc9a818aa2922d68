#!/usr/bin/env python3
"""What `presend guard milter` adds to a message at so many messages a second.

usage: PRESEND=target/release/presend tests/clients/milter_load.py [--rate 500] [--seconds 20] [--connections 50]

Messages come when they are due, whether or not earlier ones are answered, so that waiting counts.
The time is from when a message is due until its last answer.
"""

import argparse
import os
import pathlib
import queue
import random
import tempfile
import threading
import time

from milter import FINAL, Milter, packet

WORDS = "the harbour plan needs three stands by the water and two boats for guests who come with the ferry".split()
FIELDS = [("From", "ana@a.example"), ("To", "ben@b.example"), ("Subject", "The harbour plan")]


def mail(words: int, seed: int) -> bytes:
    """The packets of a mail behind its sender, sent at once as a mail server does."""
    chosen = random.Random(seed)
    sentences = []
    while sum(map(len, sentences)) < words:
        sentences.append([chosen.choice(WORDS) for _ in range(chosen.randint(6, 14))])
    lines = [" ".join(sentence).capitalize() + "." for sentence in sentences]
    if seed % 10 == 0:
        lines.append("I have attached the plan.")
    paragraphs = ["\r\n".join(lines[at : at + 4]) for at in range(0, len(lines), 4)]
    body = "Hello Ben,\r\n\r\n" + "\r\n\r\n".join(paragraphs) + "\r\n\r\nAna\r\n"
    fields = b"".join(packet(b"L", f"{name}\0{value}\0".encode()) for name, value in FIELDS)
    return packet(b"R", b"<ben@b.example>\0") + fields + packet(b"N") + packet(b"B", body.encode()) + packet(b"E")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--words", type=int, default=300)
    options = parser.parse_args()

    mails = [mail(options.words, seed) for seed in range(200)]
    due: queue.SimpleQueue = queue.SimpleQueue()
    times, lock = [], threading.Lock()

    def connection(server):
        own = []
        while (item := due.get()) is not None:
            moment, number = item
            server.say(b"M", b"<ana@a.example>\0")
            server.send(mails[number % len(mails)])
            while (letter := server.read()[0]) not in FINAL:
                pass
            assert letter, "the milter broke off"
            own.append(time.perf_counter() - moment)
        with lock:
            times.extend(own)

    with tempfile.TemporaryDirectory() as home:
        milter = Milter(pathlib.Path(home))
        servers = [milter.connect() for _ in range(options.connections)]
        threads = [threading.Thread(target=connection, args=[server]) for server in servers]
        [thread.start() for thread in threads]
        start = time.perf_counter() + 0.1
        for number in range(options.rate * options.seconds):
            moment = start + number / options.rate
            time.sleep(max(0, moment - time.perf_counter()))
            due.put((moment, number))
        [due.put(None) for _ in threads]
        [thread.join() for thread in threads]
        took = time.perf_counter() - start
        ticks = open(f"/proc/{milter.process.pid}/stat").read().rsplit(")")[1].split()
        cpu = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
        milter.stop()

    times.sort()
    at = lambda share: times[min(len(times) - 1, int(len(times) * share))] * 1000
    print(f"{len(times)} messages of {options.words} words, {len(times) / took:.0f} a second", end=" ")
    print(f"over {options.connections} connections; load {os.getloadavg()[0]:.1f}")
    print(f"p50 {at(0.5):.1f} ms, p90 {at(0.9):.1f} ms, p99 {at(0.99):.1f} ms, most {times[-1] * 1000:.1f} ms")
    print(f"CPU of the milter: {cpu / len(times) * 1000:.2f} ms a message")


main()
