"""Writes what Pillow makes of the test pictures, as checksums for the tests of the image reader.

Also writes some small pictures of kinds that the suites lack: EXIF orientations, YCCK, BMP, GIF.

usage: picture_figures.py DATA OUT
  DATA  the folder that holds png-suite, jpeg-suite and photos
  OUT   where made/, made.csv, pictures.csv and resize.csv are written

Made with Pillow 12.3.0. Pixels are composed over white: (c*a + 255*(255-a) + 127) // 255.
"""

import csv
import pathlib
import sys
import zlib

import numpy as np
from PIL import Image, ImageOps

FILTERS = {
    "NEAREST": Image.Resampling.NEAREST,
    "BILINEAR": Image.Resampling.BILINEAR,
    "BICUBIC": Image.Resampling.BICUBIC,
    "LANCZOS": Image.Resampling.LANCZOS,
}

# from size, channels, to size
SIZES = [
    (61, 47, 3, 224, 224),
    (61, 47, 1, 33, 20),
    (200, 131, 3, 64, 64),
    (200, 131, 1, 200, 64),
    (200, 131, 3, 71, 131),
    (7, 5, 3, 1, 1),
    (1, 1, 1, 9, 4),
    (256, 256, 3, 227, 227),
    (300, 3, 1, 3, 300),
    (97, 101, 3, 97, 101),
    (129, 255, 1, 28, 28),
    (640, 2, 3, 13, 5),
]


def formula_image(width, height, channels):
    """Value of byte i: the top byte of a 32-bit hash of i."""
    i = np.arange(width * height * channels, dtype=np.uint64)
    h = (i * 2654435761 + 12345) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 2246822519) & 0xFFFFFFFF
    h ^= h >> 13
    values = (h >> 24 & 0xFF).astype(np.uint8)
    shape = (height, width) if channels == 1 else (height, width, 3)
    return Image.fromarray(values.reshape(shape))


def over_white(image):
    rgba = np.asarray(image.convert("RGBA")).astype(np.int64)
    alpha = rgba[..., 3:]
    rgb = (rgba[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255
    return rgb.astype(np.uint8)


def rgb(path):
    image = Image.open(path)
    image.load()
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        samples = np.asarray(image).astype(np.int64)
        grey = (samples >> 8).astype(np.uint8)
        if "transparency" in image.info:
            grey[samples == image.info["transparency"]] = 255
        return np.stack([grey] * 3, -1)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    return over_white(image)


def make(folder):
    """Small pictures of many kinds."""
    folder.mkdir(exist_ok=True)
    y, x = np.mgrid[0:7, 0:9]
    colour = Image.fromarray(np.stack([y * 36, x * 28, (x * 31 + y * 17) % 256], -1).astype(np.uint8))
    grey = colour.convert("L")
    for value in range(1, 9):
        exif = exif_value(value)
        colour.save(folder / f"exif{value}.jpg", exif=exif, quality=90, subsampling="4:4:4")
    colour.save(folder / "exif6.png", exif=exif_value(6))
    colour.save(folder / "422.jpg", subsampling="4:2:2")
    colour.save(folder / "420progressive.jpg", subsampling="4:2:0", progressive=True)
    colour.save(folder / "rgb.jpg", keep_rgb=True)
    colour.convert("CMYK").save(folder / "cmyk.jpg")
    ycck = bytearray((folder / "cmyk.jpg").read_bytes())
    ycck[ycck.index(b"Adobe") + 11] = 2
    (folder / "ycck.jpg").write_bytes(ycck)
    for name, image in {
        "24": colour,
        "32": colour.convert("RGBA"),
        "8": colour.quantize(40),
        "grey": grey,
        "1": grey.convert("1"),
    }.items():
        image.save(folder / f"{name}.bmp")
    palette = colour.quantize(40)
    palette.save(folder / "palette.gif", interlace=1)
    palette.save(folder / "transparent.gif", transparency=3)
    grey.save(folder / "grey.gif")
    palette.save(folder / "frames.gif", save_all=True, append_images=[colour.rotate(180).quantize(9)])


def exif_value(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


def pictures(files, data, out):
    with open(out, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "width", "height", "rgb", "grey"])
        for path in files:
            if path.parent.name == "png-suite" and path.name.startswith("x"):
                continue
            pixels = rgb(path)
            grey = np.asarray(Image.fromarray(pixels).convert("L"))
            row = [path.relative_to(data).as_posix(), pixels.shape[1], pixels.shape[0]]
            writer.writerow(row + [f"{zlib.crc32(a.tobytes()):08x}" for a in (pixels, grey)])


def main():
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    files = []
    for folder in ["png-suite", "jpeg-suite/reftest", "jpeg-suite/icc", "photos"]:
        files += sorted(p for p in (data / folder).iterdir() if p.suffix in (".png", ".jpg", ".jpeg"))
    pictures(files, data, out / "pictures.csv")
    make(out / "made")
    pictures(sorted((out / "made").iterdir()), out / "made", out / "made.csv")
    with open(out / "resize.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["width", "height", "channels", "toWidth", "toHeight", "filter", "pixels"])
        for width, height, channels, to_width, to_height in SIZES:
            image = formula_image(width, height, channels)
            for name, filter in FILTERS.items():
                resized = np.asarray(image.resize((to_width, to_height), filter))
                crc = f"{zlib.crc32(resized.tobytes()):08x}"
                writer.writerow([width, height, channels, to_width, to_height, name, crc])


main()
