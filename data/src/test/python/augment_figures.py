"""Writes what Pillow, colorsys and PyTorch make of a small picture and a signal.

usage: augment_figures.py OUT     (OUT: the csv file to write)

Each line: name, then the values (pictures: height 10, width 12, 3 channels, 0 to 1).
Tones are Pillow's (8 bits), the hue colorsys's, the affine map PyTorch's grid_sample; the log mel powers with torch.stft in double precision
and triangles on the HTK mel scale.
"""

import colorsys
import math
import sys

import numpy as np
import torch
from PIL import Image, ImageEnhance, ImageOps


def formula(height, width):
    """A smooth picture with some hash in it, so that histograms are uneven."""
    y, x, c = np.meshgrid(range(height), range(width), range(3), indexing="ij")
    return ((x * 13 + y * 7 + c * 41 + x * y * (c + 1)) % 200 + 20).astype(np.uint8)


def affine(values, degrees, translate, scale, shear):
    """Translate, rotate, shear along y, along x, scale about the middle; sampled by PyTorch."""
    height, width = values.shape[:2]
    r, sx, sy = (math.radians(v) for v in (degrees, *shear))
    turn = np.array([[math.cos(r), -math.sin(r)], [math.sin(r), math.cos(r)]])
    along_y = np.array([[1, 0], [-math.tan(sy), 1]])
    along_x = np.array([[1, -math.tan(sx)], [0, 1]])
    back = np.linalg.inv(turn @ along_y @ along_x * scale)
    y, x = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    places = (np.stack([x, y], -1) - middle - translate) @ back.T + middle
    grid = (places + 0.5) / [width, height] * 2 - 1
    source = torch.from_numpy(values).permute(2, 0, 1)[None]
    sampled = torch.nn.functional.grid_sample(
        source, torch.from_numpy(grid)[None], padding_mode="zeros", align_corners=False
    )
    return sampled[0].permute(1, 2, 0).numpy()


def main(out):
    picture = formula(10, 12)
    pil = Image.fromarray(picture)
    values = picture / 255.0
    lines = {}

    def add(name, result):
        lines[name] = np.asarray(result).flatten().tolist()

    def add_pil(name, result):
        add(name, np.asarray(result) / 255.0)

    add("input", values)
    add_pil("brightness", ImageEnhance.Brightness(pil).enhance(1.4))
    add_pil("contrast", ImageEnhance.Contrast(pil).enhance(0.6))
    add_pil("saturation", ImageEnhance.Color(pil).enhance(1.7))
    add_pil("sharpness", ImageEnhance.Sharpness(pil).enhance(1.8))
    add_pil("solarise", ImageOps.solarize(pil, 128))
    add_pil("invert", ImageOps.invert(pil))
    add_pil("autocontrast", ImageOps.autocontrast(pil))
    add_pil("equalise", ImageOps.equalize(pil))
    add_pil("posterise", ImageOps.posterize(pil, 3))
    turned = [colorsys.rgb_to_hsv(*p) for p in values.reshape(-1, 3)]
    add("hue", np.array([colorsys.hsv_to_rgb((h + 0.23) % 1, s, v) for h, s, v in turned]))
    add("affine", affine(values, 25, (2, -1), 1.2, (12, -7)))

    n, rate = 300, 1000
    for window in (64, 60):
        t = torch.arange(n, dtype=torch.float64)
        signal = torch.sin(t * t / 700) + 0.1 * torch.cos(t * 1.3)
        spec = torch.stft(
            signal,
            window,
            hop_length=20,
            window=torch.hann_window(window, dtype=torch.float64),
            center=True,
            pad_mode="reflect",
            return_complex=True,
        )
        powers = (spec.abs() ** 2).numpy()
        top = 2595 * math.log10(1 + rate / 2 / 700)
        corners = 700 * (10 ** (np.linspace(0, top, 12) / 2595) - 1)
        freqs = np.linspace(0, rate / 2, window // 2 + 1)
        bank = np.zeros((10, len(freqs)))
        for b in range(10):
            low, peak, high = corners[b : b + 3]
            rise, fall = (freqs - low) / (peak - low), (high - freqs) / (high - peak)
            bank[b] = np.maximum(0, np.minimum(rise, fall))
        lines[f"logmel{window}"] = np.log(bank @ powers + 1e-6).flatten().tolist()

    with open(out, "w") as file:
        file.write("name,values\n")
        for name, values in lines.items():
            file.write(name + "," + ",".join(f"{v:.6g}" for v in values) + "\n")


main(sys.argv[1])
