#!/usr/bin/env python3
"""Attention beside PyTorch's scaled_dot_product_attention, in turn, median milliseconds.

usage: bench/attention.py [--threads 2] [--rounds 3] [--seconds 1]    (with a Python that has torch)
"""

import argparse
import pathlib
import statistics
import subprocess
import time

import torch
from torch.nn.functional import scaled_dot_product_attention

SHAPES = {  # batch, tokens, heads, size of a head
    "vit-tiny, 197 tokens": (8, 197, 3, 64),
    "vit-small, 197 tokens": (8, 197, 6, 64),
    "1,024 tokens": (8, 1024, 6, 64),
    "cct-2/3x2, 64 tokens": (128, 64, 2, 64),
}


def torch_times(shape, seconds):
    """Forward without gradients, and backward alone; heads come from a fused qkv, as in timm."""
    batch, tokens, heads, size = shape
    x = torch.randn(batch, tokens, 3 * heads * size, requires_grad=True)

    def forward():
        q, k, v = x.reshape(batch, tokens, 3, heads, size).permute(2, 0, 3, 1, 4).unbind(0)
        return scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(batch, tokens, -1)

    def once():
        with torch.no_grad():
            start = time.perf_counter()
            forward()
            return time.perf_counter() - start

    def back():
        y = forward()
        g = torch.ones_like(y)
        start = time.perf_counter()
        torch.autograd.grad(y, x, g)
        return time.perf_counter() - start

    medians = []
    for run in (once, back):
        times, start = [], time.perf_counter()
        while time.perf_counter() - start < seconds or len(times) < 5:
            times.append(run())
        medians.append(1e3 * statistics.median(times[len(times) // 3 :]))
    return medians


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--seconds", type=float, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    command = [str(pathlib.Path(__file__).parent / "run"), "attention"]
    loupe = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for name, shape in SHAPES.items():
        ours, theirs = [], []
        for _ in range(a.rounds):
            theirs.append(torch_times(shape, a.seconds))
            loupe.stdin.write(" ".join(map(str, shape)) + f" {a.threads} {a.seconds}\n")
            loupe.stdin.flush()
            ours.append([float(t) for t in loupe.stdout.readline().split()])
        for i, what in enumerate(("forward", "gradient")):
            mine = [t[i] for t in ours]
            peer = [t[i] for t in theirs]
            ratios = [p / m for m, p in zip(mine, peer)]
            print(
                f"{name}, {what}: {statistics.median(mine):.3f} ms, PyTorch "
                f"{statistics.median(peer):.3f} ms, ratio {statistics.median(ratios):.2f} "
                f"({min(ratios):.2f} to {max(ratios):.2f})",
                flush=True,
            )
    loupe.stdin.close()


main()
