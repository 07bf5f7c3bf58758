"""Writes what NumPy reads from array files, as checksums for the tests of the readers.

Also writes kinds.npz: arrays of every type, byte order, axis order and version of the header.

usage: array_figures.py DATA OUT
  DATA  the folder that holds npy and medmnist3d
  OUT   where kinds.npz, kinds.csv and arrays.csv are written

Made with NumPy 2.4.6. A checksum is the CRC-32 of all numbers as little-endian doubles, last axis
fastest.
"""

import csv
import io
import pathlib
import sys
import warnings
import zipfile
import zlib

import numpy as np

TYPES = "?bBhHiIqQefd"
SHAPES = [(), (0,), (3, 0, 2), (5,), (2, 3), (2, 3, 4)]


def figures(array):
    numbers = np.ascontiguousarray(array.astype("<f8"))
    sizes = "x".join(str(s) for s in array.shape) or "scalar"
    return [array.dtype.name, sizes, f"{zlib.crc32(numbers.tobytes()):08x}"]


def numbers(code, shape, seed):
    """Values that need all bits of the type."""
    random = np.random.default_rng(seed)
    type = np.dtype(code)
    count = int(np.prod(shape))
    if code == "?":
        return random.integers(0, 2, count).astype(bool).reshape(shape)
    if type.kind == "f":
        return random.normal(0, 100, count).astype(type).reshape(shape)
    info = np.iinfo(type)
    values = random.integers(info.min, info.max, count, dtype=type, endpoint=True)
    if count > 1:
        values[0], values[1] = info.min, info.max
    return values.reshape(shape)


def kinds(out):
    rows = []
    with zipfile.ZipFile(out / "kinds.npz", "w") as archive:

        def put(name, array, version):
            stream = io.BytesIO()
            np.lib.format.write_array(stream, array, version=version)
            member = zipfile.ZipInfo(name + ".npy")
            kind = zipfile.ZIP_DEFLATED if len(rows) % 2 else zipfile.ZIP_STORED
            archive.writestr(member, stream.getvalue(), kind)
            rows.append([name] + figures(array))

        for t, code in enumerate(TYPES):
            for s, shape in enumerate(SHAPES):
                array = numbers(code, shape, 100 * t + s)
                put(f"{code}{s}little", array.astype(array.dtype.newbyteorder("<")), (1, 0))
                if array.ndim > 1:
                    big = array.astype(array.dtype.newbyteorder(">"))
                    put(f"{code}{s}big", np.asfortranarray(big), (2, 0) if s % 2 else (3, 0))
    write(out / "kinds.csv", rows)


def write(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "type", "sizes", "crc"])
        writer.writerows(rows)


def main():
    warnings.simplefilter("ignore")
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    kinds(out)
    rows = []
    for path in sorted((data / "npy").glob("*.np?")) + sorted((data / "medmnist3d").glob("*.npz")):
        name = path.relative_to(data).as_posix()
        try:
            content = np.load(path)
            if path.suffix == ".npz":
                rows += [[f"{name}:{key}"] + figures(content[key]) for key in content.files]
            else:
                rows.append([name] + figures(content))
        except ValueError:
            rows.append([name, "object", "", ""])
    write(out / "arrays.csv", rows)


main()
