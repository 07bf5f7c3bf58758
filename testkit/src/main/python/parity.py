"""Weights in both directions between Loupe and torchvision or timm, for every network of the zoo.

usage: parity.py FOLDER [NAME...]      (needs what golden_zoo.py needs, and safetensors)

For each network: a state_dict with weights and statistics by the rule of golden_zoo.py, saved by the
safetensors library, gives the same logits in Loupe (`./loupe run NAME --weights FILE`); and what Loupe
writes of its own random weights (`./loupe export NAME --safetensors FILE`) is taken by load_state_dict
with strict=True, and gives the same logits there. Auxiliary classifiers, which Loupe leaves out, are off.
Prints a Markdown table: the largest difference over the largest logit, in, and out; and for both how
far the logits of the two inputs are apart, over the largest: where that is near 0 the inputs hardly
matter, and equal logits say little. Loupe's own weights have no statistics of data, so that values
may vanish on their way: then the weights of the way in are written by Loupe and read again instead.
"""
import collections
import pathlib
import subprocess
import sys

import numpy as np
import torch
from safetensors.torch import load_file, save_file

import golden
import golden_zoo

LEAST = 1e-3
ROOT = pathlib.Path(__file__).resolve().parents[4]


def loupe(*arguments):
    subprocess.run([str(ROOT / "loupe"), *arguments, "--quiet"], check=True, capture_output=True)


def difference(a, b):
    return float(np.abs(a - b).max() / np.abs(b).max())


def apart(a):
    return difference(a[:1], a[1:])


def load(net, file):
    """A file of safetensors has no versions of modules, which torchvision's MNASNet asks for."""
    state = collections.OrderedDict(load_file(file))
    state._metadata = net.state_dict()._metadata
    net.load_state_dict(state, strict=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    print("| network | in | apart | out | apart |\n|---|---|---|---|---|")
    for name in sys.argv[2:] or golden_zoo.NAMES:
        torch.manual_seed(1)
        more = {"dynamic_img_size": True} if name in golden_zoo.TOKENS else {}
        net = golden_zoo.make(name, **more).eval()
        shape = golden_zoo.SHAPES.get(name, (3, 64, 64))
        x = torch.randn(2, *shape)
        with torch.no_grad():
            golden.fill(name, net, golden_zoo.best_gain(name, net, x)[1])
        np.save(folder / "x.npy", x.numpy())
        files = {k: str(folder / k) for k in ("in.safetensors", "out.safetensors", "x.npy", "y.npy")}

        save_file(net.state_dict(), files["in.safetensors"], {"format": "pt"})
        loupe("run", name, "--weights", files["in.safetensors"],
              "--input", files["x.npy"], "--output", files["y.npy"])
        with torch.no_grad():
            y = net(x).numpy()
        inward = difference(np.load(files["y.npy"]), y)
        row = f"| `{name}` | {inward:.1e} | {apart(y):.0e} |"

        for more in ([], ["--weights", files["in.safetensors"]]):
            loupe("export", name, "--seed", "3", *more, "--safetensors", files["out.safetensors"])
            loupe("run", name, "--weights", files["out.safetensors"],
                  "--input", files["x.npy"], "--output", files["y.npy"])
            with torch.no_grad():
                for p in net.parameters():
                    p.fill_(float("nan"))
            load(net, files["out.safetensors"])
            with torch.no_grad():
                y = net(x).numpy()
            if apart(y) > LEAST:
                break
        outward = difference(np.load(files["y.npy"]), y)
        print(f"{row} {outward:.1e} | {apart(y):.0e} |{' own weights vanish' if more else ''}", flush=True)


if __name__ == "__main__":
    main()
