"""A vision transformer of timm through ONNX and through safetensors, into Loupe and back.

usage: vit_onnx.py FOLDER [NAME [SIZE]]      (needs torch, timm, onnx, onnxscript, onnxruntime, safetensors)

timm's vit_tiny_patch16_224 for 10 classes, with weights by the rule of golden.py, is written by
torch.onnx; Loupe runs it, looks at its attention and trains an epoch of it on drawn pictures. Its
state_dict goes to Loupe's network of the name and back, and Loupe's ONNX file of that network is run by
ONNX Runtime. Prints the largest differences over the largest logit.
"""
import pathlib
import subprocess
import sys

import numpy as np
import onnx
import onnxruntime
import timm
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

import golden

ROOT = pathlib.Path(__file__).resolve().parents[4]


def loupe(*arguments):
    done = subprocess.run([str(ROOT / "loupe"), *map(str, arguments), "--quiet"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"loupe {arguments[0]}: {done.stderr}")
    return done.stdout


def pictures(folder, size):
    for c in range(10):
        (folder / str(c)).mkdir(parents=True, exist_ok=True)
        for i in range(4):
            pixels = (golden.uniform(f"{c}/{i}", (size, size, 3)) + 1) * 40 + 17 * c
            Image.fromarray(pixels.astype(np.uint8)).save(folder / str(c) / f"{i}.png")


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    name = sys.argv[2] if len(sys.argv) > 2 else "vit_tiny_patch16_224"
    size = int(sys.argv[3]) if len(sys.argv) > 3 else 224
    torch.set_num_threads(1)
    net = timm.create_model(name, num_classes=10).eval()
    golden.fill(name, net, 2.0)
    x = torch.tensor(golden.uniform("x", (2, 3, size, size)))
    with torch.no_grad():
        want = net(x).numpy()

    def report(what, got):
        print(f"| {what} | {np.abs(got - want).max() / np.abs(want).max():.1e} |", flush=True)

    print("| way | difference |\n|---|---|", flush=True)
    files = {k: folder / k for k in ("vit.onnx", "own.onnx", "vit.safetensors", "own.safetensors", "x.npy", "y.npy")}
    np.save(files["x.npy"], x.numpy())
    batch = {"dynamic_axes": {"input": {0: "batch"}, "logits": {0: "batch"}}, "opset_version": 17, "dynamo": False}
    traced = {"dynamic_shapes": ({0: torch.export.Dim("batch")},), "opset_version": 18, "dynamo": True}
    for how in (traced, batch):
        torch.onnx.export(net, (x,), str(files["vit.onnx"]), input_names=["input"], output_names=["logits"], **how)
        onnx.checker.check_model(str(files["vit.onnx"]))
        loupe("run", files["vit.onnx"], "--input", files["x.npy"], "--output", files["y.npy"])
        report(f"timm, `torch.onnx` (dynamo={how['dynamo']}), `./loupe run`", np.load(files["y.npy"]))

    save_file(net.state_dict(), files["vit.safetensors"], {"format": "pt"})
    loupe("run", name, "--weights", files["vit.safetensors"], "--input", files["x.npy"], "--output", files["y.npy"])
    report("timm, safetensors, `./loupe run`", np.load(files["y.npy"]))
    loupe("export", name, "--weights", files["vit.safetensors"], "--safetensors", files["own.safetensors"],
          "--onnx", files["own.onnx"])
    with torch.no_grad():
        for p in net.parameters():
            p.fill_(float("nan"))
    net.load_state_dict(load_file(files["own.safetensors"]), strict=True)
    with torch.no_grad():
        report("Loupe, safetensors, timm", net(x).numpy())
    onnx.checker.check_model(str(files["own.onnx"]), full_check=True)
    session = onnxruntime.InferenceSession(str(files["own.onnx"]), providers=["CPUExecutionProvider"])
    report("Loupe, ONNX, ONNX Runtime", session.run(["logits"], {"input": x.numpy()})[0])

    pictures(folder / "pictures", size)
    print(loupe("explain", files["vit.onnx"], folder / "pictures" / "3" / "0.png", "--method=rollout",
                "--method=gradient-attention", "--method=gradcam", "--out", folder / "why"))
    print(loupe("train", "--model", files["vit.onnx"], "--data", folder / "pictures", "--epochs", 1,
                "--batch", 4, "--lr", 1e-4, "--out", folder / "run", "--json"))


if __name__ == "__main__":
    main()
