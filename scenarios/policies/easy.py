#!/usr/bin/env python3
"""EASY backfilling as a program of its own: the same schedules as the built-in `easy`, job for job.

The queue is in order of arrival. Jobs start in that order while they fit; the first that does not is given the earliest
time at which enough processors will be free, and behind it whatever does not delay it may start.

It speaks the protocol of docs/external-policies.md: one JSON object per line, and one answer to each. Only the standard
library is needed. Copy it, and change `decide`.
"""
import json
import sys
from bisect import insort


def ms(seconds):
    """Times are multiples of 0.001 s; as whole milliseconds they can be added and compared exactly."""
    return round(1000 * seconds)


class Easy:
    def __init__(self, options):
        # Deciding once per instant, a job that should have ended by now is late; per event, its end may come yet.
        self.late_by = 0 if options["pass"] == "instant" else 1
        self.waiting = {}  # job: (processors, planned duration), in order of arrival
        self.running = {}  # job: (planned end, processors)
        self.ends = []  # the same planned ends, sorted: (planned end, job, processors)

    def update(self, message):
        for job in message["ended"]:
            end, procs = self.running.pop(job)
            self.ends.remove((end, job, procs))
        for job in message["arrived"]:
            # Every job is planned to last a second at the least.
            self.waiting[job["job"]] = job["procs"], max(ms(job["estimate"]), 1000)

    def start(self, job, now):
        procs, duration = self.waiting.pop(job)
        self.running[job] = now + duration, procs
        insort(self.ends, (now + duration, job, procs))
        return procs

    def reservation(self, wanted, free, now):
        """When `wanted` processors will be free, and how many more than those."""
        # Who has outlived their estimates is taken to end in a second from now.
        late = [end for end in self.ends if end[0] <= now - self.late_by]
        ends = sorted(self.ends[len(late):] + [(now + 1000, job, procs) for _, job, procs in late]) if late else self.ends
        i = 0
        while free < wanted:
            time, _, procs = ends[i]
            free += procs
            i += 1
        # What ends at the same moment is free as well.
        while i < len(ends) and ends[i][0] == time:
            free += ends[i][2]
            i += 1
        return time, free - wanted

    def decide(self, now, free):
        started = []
        shadow = None
        for job, (procs, duration) in list(self.waiting.items()):
            if shadow is None:
                if procs <= free:
                    started.append(job)
                    free -= self.start(job, now)
                else:
                    shadow, spare = self.reservation(procs, free, now)
            elif free == 0:
                break
            elif procs <= free and (now + duration <= shadow or procs <= spare):
                started.append(job)
                free -= self.start(job, now)
                if now + duration > shadow:
                    spare -= procs
        return started


def main():
    policy = None
    for line in sys.stdin.buffer:
        message = json.loads(line)
        kind = message["type"]
        if kind == "hello":
            policy = Easy(message["options"])
            answer = '{"type": "hello", "protocol": "1.0", "name": "easy.py", "promises": true}'
        elif kind == "decide":
            policy.update(message)
            started = policy.decide(ms(message["now"]), message["free"])
            answer = '{"type": "decision", "id": %d, "start": %s}' % (message["id"], started)
        else:  # end
            break
        # One write per answer, flushed at once: the simulation waits for it.
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


main()
