"""Writes folders of JPEG files for `bench/run input`.

usage: jpegs.py CIFAR PHOTOS OUT
CIFAR is a folder with the binary version of CIFAR-10, PHOTOS one with a few photographs.
OUT/small gets 4,000 pictures of 32x32; OUT/large 1,000 cuts of the photographs, 500x375 each.
Needs Pillow; quality 90, colour at half the resolution, as cameras write.
"""

import pathlib
import random
import sys

from PIL import Image

SIZE = 3073


def small(cifar, out):
    records = (cifar / "data_batch_1.bin").read_bytes()
    for i in range(4000):
        record = records[SIZE * i : SIZE * (i + 1)]
        planes = [Image.frombytes("L", (32, 32), record[1 + 1024 * c : 1025 + 1024 * c]) for c in range(3)]
        write(Image.merge("RGB", planes), out / str(record[0]) / f"{i}.jpg")


def large(photos, out):
    draw = random.Random(1)
    pictures = []
    for file in sorted(photos.iterdir()):
        if file.suffix in (".jpg", ".png"):
            picture = Image.open(file)
            if picture.mode == "RGB" and picture.width >= 500 and picture.height >= 375:
                pictures.append(picture.copy())
    for i in range(1000):
        picture = pictures[i % len(pictures)]
        x = draw.randint(0, picture.width - 500)
        y = draw.randint(0, picture.height - 375)
        cut = picture.crop((x, y, x + 500, y + 375))
        write(cut, out / str(i % len(pictures)) / f"{i}.jpg")


def write(picture, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.save(file, quality=90, subsampling=2)


cifar, photos, out = map(pathlib.Path, sys.argv[1:4])
small(cifar, out / "small")
large(photos, out / "large")
