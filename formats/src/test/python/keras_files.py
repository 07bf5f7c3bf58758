"""Figures of weights of Keras for KerasFileTest, by h5py and PyTorch.

Usage: python keras_files.py LENET.h5 OUT.txt
Prints what KotlinDL's LeNet answers to a fixed picture, and writes a small file of every kind of
layer, packed by gzip in base64, to OUT.txt.
"""

import base64
import gzip
import io
import sys

import h5py
import numpy as np
import torch
import torch.nn.functional as F


def lenet(path):
    with h5py.File(path) as f:
        w = {
            name: [np.array(f[name][n.decode()]) for n in f[name].attrs["weight_names"]]
            for name in (n.decode() for n in f.attrs["layer_names"])
            if len(f[name].attrs["weight_names"])
        }
    x = ((np.arange(784) * 37) % 101 / 101).astype(np.float32).reshape(1, 1, 28, 28)
    y = torch.from_numpy(x)
    for name in ("conv2d", "conv2d_1"):
        kernel, bias = map(torch.from_numpy, w[name])
        y = F.conv2d(y, kernel.permute(3, 2, 0, 1), bias, padding=1)
        y = F.max_pool2d(F.relu(y), 2)
    y = y.permute(0, 2, 3, 1).reshape(1, -1)
    for name in ("dense", "dense_1", "dense_2"):
        kernel, bias = map(torch.from_numpy, w[name])
        y = y @ kernel + bias
        if name != "dense_2":
            y = F.relu(y)
    return y.flatten().tolist()


def small(path):
    layers = {
        "conv": [("kernel", (1, 2, 2, 3)), ("bias", (3,))],
        "norm": [("gamma", (3,)), ("beta", (3,)), ("moving_mean", (3,)), ("moving_variance", (3,))],
        "plain_norm": [("beta", (3,)), ("moving_mean", (3,)), ("moving_variance", (3,))],
        "depth": [("depthwise_kernel", (1, 2, 3, 1))],
        "flatten": [],
        "dense": [("kernel", (6, 2)), ("bias", (2,))],
    }
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as f:
        model = f.create_group("model_weights")
        model.attrs["layer_names"] = [name.encode() for name in layers]
        start = 0
        for name, weights in layers.items():
            group = model.create_group(name)
            group.attrs["weight_names"] = [f"{name}/{kind}:0".encode() for kind, _ in weights]
            for kind, sizes in weights:
                n = int(np.prod(sizes))
                values = np.arange(start, start + n, dtype=np.float32).reshape(sizes)
                group.create_dataset(f"{name}/{kind}:0", data=values)
                start += n
    with open(path, "w", encoding="ascii") as out:
        text = base64.b64encode(gzip.compress(buffer.getvalue(), mtime=0)).decode()
        for at in range(0, len(text), 100):
            print(text[at : at + 100], file=out)


if __name__ == "__main__":
    print(lenet(sys.argv[1]))
    small(sys.argv[2])
