"""Writes what Pillow, colorsys, PyTorch, torchvision and SciPy make of small samples.

usage: augment_figures.py OUT     (OUT: the csv file to write)

Each line: name, then the values (pictures: height 10, width 12, 3 channels, 0 to 1; volumes:
depth 5, height 6, width 7). Tones are Pillow's (8 bits), the hue colorsys's, the affine map PyTorch's
grid_sample; the log mel powers with torch.stft in double precision and triangles on the HTK mel
scale. What begins with "policy" is what torchvision's RandAugment does at magnitude 15 of 30; the
other geometric pictures are torchvision's as well, the volumes, the blur and the bent picture SciPy's.
"""

import colorsys
import math
import sys

import numpy as np
import torch
from PIL import Image, ImageEnhance, ImageOps
from scipy import ndimage
from torchvision.transforms import autoaugment, functional


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


POLICY = {
    "IDENTITY": "Identity", "SHEAR_X": "ShearX", "SHEAR_Y": "ShearY", "TRANSLATE_X": "TranslateX",
    "TRANSLATE_Y": "TranslateY", "ROTATE": "Rotate", "BRIGHTNESS": "Brightness", "COLOUR": "Color",
    "CONTRAST": "Contrast", "SHARPNESS": "Sharpness", "POSTERISE": "Posterize", "SOLARISE": "Solarize",
    "AUTOCONTRAST": "AutoContrast", "EQUALISE": "Equalize",
}


def pictures(picture, add):
    """torchvision's pictures: geometric ones in floats, tones in 8 bits."""
    eight = torch.from_numpy(picture).permute(2, 0, 1)
    values = eight.double() / 255
    linear = functional.InterpolationMode.BILINEAR
    nearest = functional.InterpolationMode.NEAREST

    def put(name, result):
        add(name, (result if result.is_floating_point() else result / 255.0).permute(1, 2, 0).numpy())

    meta = autoaugment.RandAugment()._augmentation_space(31, picture.shape[:2])
    for name, theirs in POLICY.items():
        magnitudes = meta[theirs][0]
        magnitude = float(magnitudes[15]) if magnitudes.ndim else 0.0
        moves = name.startswith(("SHEAR", "TRANSLATE", "ROTATE"))
        source = values if moves else eight
        put("policy_" + name, autoaugment._apply_op(source, theirs, magnitude, linear, None))
    for name, mode in (("linear", linear), ("nearest", nearest)):
        put(name + "_affine", functional.affine(values, 25, [2, -1], 1.2, [12, -7], mode))
        # torchvision counts from the edge of the first pixel, not from its centre.
        corners = [[0.5, 0.5], [11.5, 0.5], [11.5, 9.5], [0.5, 9.5]]
        places = [[-0.9, -1.3], [13.1, -0.2], [12.4, 10.9], [-1.6, 11.2]]
        put(name + "_perspective", functional.perspective(values, places, corners, mode))
        mode = functional.InterpolationMode.NEAREST_EXACT if name == "nearest" else mode
        part = functional.resized_crop(values, 2, 3, 5, 8, [10, 12], mode, antialias=False)
        put(name + "_resizedcrop", part)


def scipy_figures(picture, add):
    """Volumes along an affine map, a bent picture, a blur; beyond the edge there are zeros."""
    values = picture / 255.0
    add("blur", ndimage.gaussian_filter(values, (1.5, 1.5, 0), mode="mirror", truncate=3))
    y, x = np.meshgrid(np.arange(10.0), np.arange(12.0), indexing="ij")
    down, right = np.sin(x / 2 + y) * 1.7, np.cos(x - y / 3) * 2.3
    z, v, u = np.meshgrid(range(5), range(6), range(7), indexing="ij")
    volume = ((u * 13 + v * 29 + z * 47 + u * v * z) % 97) / 97.0
    add("volume", volume)
    matrix = np.array([[0.9, 0.2, -0.1], [-0.3, 1.1, 0.15], [0.05, -0.2, 0.8]])
    middle = np.array([2, 2.5, 3])
    offset = middle - matrix @ middle + [0.31, -0.73, 1.13]
    for name, order in (("linear", 1), ("nearest", 0)):
        bent = [
            ndimage.map_coordinates(values[..., c], [y + down, x + right], order=order, mode="grid-constant")
            for c in range(3)
        ]
        add(name + "_bent", np.stack(bent, -1))
        turned = ndimage.affine_transform(volume, matrix, offset, order=order, mode="grid-constant")
        add(name + "_volume", turned)


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

    pictures(picture, add)
    scipy_figures(picture, add)

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
        lines[f"spectrogram{window}"] = powers.flatten().tolist()
        lines[f"logmel{window}"] = np.log(bank @ powers + 1e-6).flatten().tolist()

    with open(out, "w") as file:
        file.write("name,values\n")
        for name, values in lines.items():
            file.write(name + "," + ",".join(f"{v:.6g}" for v in values) + "\n")


main(sys.argv[1])
