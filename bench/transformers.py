#!/usr/bin/env python3
"""Training steps of transformers beside PyTorch, in turn, median samples a second.

usage: bench/transformers.py [--threads 2] [--rounds 3] [--seconds 4] [NAME...]    (with a Python that has torch and timm)

A step is forward, softmax cross-entropy, backward and SGD with momentum 0.9 on one fixed random batch.
PyTorch's side: timm's ViT, and the CCT of testkit, both with scaled_dot_product_attention.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

import torch
import torch.nn.functional as F

home = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(home / "testkit/src/main/python"))
import token_nets  # noqa: E402


class FusedAttention(token_nets.Attention):
    """What PyTorch's users write."""

    def forward(self, x):
        n, t, c = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, t, c))


def vit_tiny():
    import timm

    return timm.create_model("vit_tiny_patch16_224", pretrained=False)


def cct():
    token_nets.Attention = FusedAttention
    return token_nets.MAKERS["cct-2-3x2"](10)


NETS = {"vit-tiny": (vit_tiny, 8, 224, 1000), "cct-2-3x2": (cct, 128, 32, 10)}


def torch_rate(name, seconds):
    build, batch, side, classes = NETS[name]
    torch.manual_seed(0)
    net = build().train()
    x = torch.randn(batch, 3, side, side)
    y = torch.randint(classes, (batch,))
    optimiser = torch.optim.SGD(net.parameters(), 1e-3, momentum=0.9)
    times = []
    start = time.perf_counter()
    while time.perf_counter() - start < 2 + seconds or len(times) < 5:
        begin = time.perf_counter()
        optimiser.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimiser.step()
        if begin - start > 2:
            times.append(time.perf_counter() - begin)
    return batch / statistics.median(times), sum(p.numel() for p in net.parameters())


def loupe_rate(name, threads, seconds):
    batch = NETS[name][1]
    command = [str(home / "loupe"), "bench", name, "train", "--batch", str(batch)]
    command += ["--threads", str(threads), "--seconds", str(seconds), "--json", "--quiet"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return json.loads(out.splitlines()[-1])["samples_per_second"]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("names", nargs="*", default=list(NETS), metavar="NAME")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--seconds", type=float, default=4)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    for name in a.names:
        ours, theirs = [], []
        for _ in range(a.rounds):
            rate, parameters = torch_rate(name, a.seconds)
            theirs.append(rate)
            ours.append(loupe_rate(name, a.threads, a.seconds))
        ratios = [o / t for o, t in zip(ours, theirs)]
        print(
            f"{name} train b{NETS[name][1]} t{a.threads}: Loupe {statistics.median(ours):.1f}/s, PyTorch "
            f"{statistics.median(theirs):.1f}/s ({parameters:,} parameters), ratio "
            f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
            flush=True,
        )


if __name__ == "__main__":
    main()
