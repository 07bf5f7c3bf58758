"""Weights in both directions between Loupe and torchvision or timm, for every network of the zoo.

usage: parity.py FOLDER [NAME...]      (needs what golden_zoo.py needs, and safetensors)

For each network: a state_dict with random weights and statistics, saved by the safetensors library,
gives the same logits in Loupe (`./loupe run NAME --weights FILE`); and what Loupe writes
(`./loupe export NAME --safetensors FILE`) is taken by load_state_dict with strict=True, and gives
the same logits there. Auxiliary classifiers, which Loupe leaves out, are off.
Prints a Markdown table: the largest difference over the largest logit, in, and out.
"""
import pathlib
import subprocess
import sys

import numpy as np
import torch
from safetensors.torch import load_file, save_file

import golden_zoo

ROOT = pathlib.Path(__file__).resolve().parents[4]


def loupe(*arguments):
    subprocess.run([str(ROOT / "loupe"), *arguments, "--quiet"], check=True, capture_output=True)


def difference(a, b):
    return float(np.abs(a - b).max() / np.abs(b).max())


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    print("| network | in | out |\n|---|---|---|")
    for name in sys.argv[2:] or golden_zoo.NAMES:
        torch.manual_seed(1)
        more = {"dynamic_img_size": True} if name in golden_zoo.TOKENS else {}
        net = golden_zoo.make(name, **more).eval()
        with torch.no_grad():
            for key, value in net.named_buffers():
                if key.endswith("running_mean"):
                    value.normal_(0, 0.1)
                elif key.endswith("running_var"):
                    value.uniform_(0.8, 1.2)
        shape = golden_zoo.SHAPES.get(name, (3, 64, 64))
        x = torch.randn(2, *shape)
        np.save(folder / "x.npy", x.numpy())
        files = {k: str(folder / k) for k in ("in.safetensors", "out.safetensors", "x.npy", "y.npy")}

        save_file(net.state_dict(), files["in.safetensors"], {"format": "pt"})
        loupe("run", name, "--weights", files["in.safetensors"],
              "--input", files["x.npy"], "--output", files["y.npy"])
        with torch.no_grad():
            inward = difference(np.load(files["y.npy"]), net(x).numpy())

        loupe("export", name, "--seed", "3", "--safetensors", files["out.safetensors"])
        loupe("run", name, "--weights", files["out.safetensors"],
              "--input", files["x.npy"], "--output", files["y.npy"])
        net.load_state_dict(load_file(files["out.safetensors"]), strict=True)
        with torch.no_grad():
            outward = difference(np.load(files["y.npy"]), net(x).numpy())
        print(f"| `{name}` | {inward:.1e} | {outward:.1e} |", flush=True)


if __name__ == "__main__":
    main()
