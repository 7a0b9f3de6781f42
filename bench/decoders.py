"""The station's decoder against pyzbar, OpenCV's and zxing-cpp, on the same stress frames.

    python -m bench decoders
    SEED=5 CASES=20 python -m bench decoders            another draw, more of it
    PHOTOGRAPHS=folder python -m bench decoders         photographs too (x.png with x.txt)

Each case is a badge held for half a second, 15 frames. Every decoder gets the same grey frames,
those of a case in their order; only the station's remembers anything from one to the next.
"""

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.badge_sprites import is_genuine
from bench.frames import GROUPS, Held, list_held, render_frames
from bench.rivals import Decode, list_rivals, read_safely
from kiosk.decoder.cascade import Cascade

_SEED = int(os.environ.get("SEED", "2026"))
_CASES = int(os.environ.get("CASES", "12"))
_PHOTOGRAPHS = os.environ.get("PHOTOGRAPHS", "")
_ONE_BY_ONE = (0, 7, 14)
"""Frames of a case that a fresh cascade gets too: what it reads without its memory."""
_FRAMES_OF_A_PHOTOGRAPH = 15
_SMALLER = (1, 2, 2.5, 3, 3.5)

Picture = NDArray[np.uint8]
_OURS, _ALONE = "station", "station, one frame"


@dataclass
class Score:
    """What one decoder did: per group, whether each frame and each held badge was read."""

    frames: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    held: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    laps: list[float] = field(default_factory=list)
    wrong: int = 0
    admitted_wrong: int = 0

    def note(self, held: Held, frame: Picture, texts: list[str], lap: float) -> bool:
        """Count one frame; whether it was read."""
        is_read = held.text in texts
        self.frames[held.group].append(is_read)
        others = [text for text in texts if text != held.text]
        self.wrong += len(others)
        self.admitted_wrong += sum(map(is_genuine, others))
        if frame.shape == (720, 1280):
            self.laps.append(lap)
        return is_read


def main() -> None:
    """Render, read and print the tables."""
    print(f"Seed {_SEED}, {_CASES} held badges in each group, 15 frames each; share read in %.\n")
    rivals = list_rivals()
    names = [_OURS, _ALONE, *rivals]
    scores = {name: Score() for name in names}
    for held in list_held(_SEED, _CASES):
        _judge(held, rivals, scores)
    _print_rates(scores)
    _print_times(scores)
    if _PHOTOGRAPHS:
        _print_photographs(Path(_PHOTOGRAPHS), rivals)
    print(f"\nLoad average {os.getloadavg()[0]:.1f}")


def _judge(held: Held, rivals: dict[str, Decode], scores: dict[str, Score]) -> None:
    """All decoders on all frames of one held badge."""
    cascade = Cascade(is_genuine)
    decoders = {_OURS: lambda frame: list(cascade.decode(frame).texts)} | rivals
    read = defaultdict(list)
    for number, frame in enumerate(render_frames(held)):
        turn = dict(decoders)
        if number in _ONE_BY_ONE:
            fresh = Cascade(is_genuine)
            turn[_ALONE] = lambda frame, fresh=fresh: list(fresh.decode(frame).texts)
        for name, decode in turn.items():
            started = time.perf_counter()
            texts = read_safely(decode, frame)
            lap = (time.perf_counter() - started) * 1000
            read[name].append(scores[name].note(held, frame, texts, lap))
    for name, reads in read.items():
        scores[name].held[held.group].append(any(reads))


def _print_rates(scores: dict[str, Score]) -> None:
    names = [name for name in scores if name != _ALONE]
    titles = [_ALONE] + [f"{name}, {how}" for name in names for how in ("frame", "held")]
    print("| group | " + " | ".join(titles) + " |\n" + "|---" * (len(titles) + 1) + "|")
    for group in (*GROUPS, "all"):
        cells = [_percent(scores[_ALONE].frames, group)]
        for name in names:
            cells += [_percent(scores[name].frames, group), _percent(scores[name].held, group)]
        print(f"| {group} | " + " | ".join(cells) + " |")


def _percent(reads: dict[str, list[bool]], group: str) -> str:
    chosen = reads[group] if group != "all" else [read for part in reads.values() for read in part]
    return f"{100 * np.mean(chosen):.0f}"


def _print_times(scores: dict[str, Score]) -> None:
    print("\n| decoder | ms a frame at 1280×720, median | p95 | other texts read | ", end="")
    print("of them taken for a badge |\n|---|---|---|---|---|")
    for name, score in scores.items():
        if not score.laps:
            continue
        laps = f"{median(score.laps):.1f} | {np.percentile(score.laps, 95):.1f}"
        print(f"| {name} | {laps} | {score.wrong} | {score.admitted_wrong} |")


def _print_photographs(folder: Path, rivals: dict[str, Decode]) -> None:
    """Each photograph as it is and made smaller, which is what a camera further away sees; shown
    to the station for as many frames as a held badge, to the others once."""
    shown = list(_list_photographs(folder))
    names = [_OURS, _ALONE, *rivals]
    print(f"\n| share of {len(shown)} photographs read | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for smaller in _SMALLER:
        reads = [_read_photograph(text, _shrink(p, smaller), rivals) for text, p in shown]
        shares = [f"{100 * np.mean([read[name] for read in reads]):.0f}" for name in names]
        print(f"| made {smaller} times smaller | " + " | ".join(shares) + " |")


def _read_photograph(text: str, frame: Picture, rivals: dict[str, Decode]) -> dict[str, bool]:
    cascade = Cascade()
    ours = [text in cascade.decode(frame).texts for _ in range(_FRAMES_OF_A_PHOTOGRAPH)]
    read = {name: text in read_safely(decode, frame) for name, decode in rivals.items()}
    return {_OURS: any(ours), _ALONE: ours[0]} | read


def _shrink(picture: Picture, times: float) -> Picture:
    small = cv2.resize(picture, None, fx=1 / times, fy=1 / times, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _list_photographs(folder: Path) -> Iterator[tuple[str, Picture]]:
    for path in sorted(folder.rglob("*.png")):
        said = path.with_suffix(".txt")
        picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        if said.exists() and picture is not None:
            yield said.read_bytes().decode(), np.asarray(picture, dtype=np.uint8)
