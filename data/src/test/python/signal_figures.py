"""Writes what NumPy, SciPy and Python's wave module make of signals, for the tests of the readers.

usage: signal_figures.py DATA OUT
  DATA  the folder that holds fsdd, mitbih, ucr and wfdb
  OUT   where the csv files are written

Made with NumPy 2.4.6 and SciPy 1.17.1. A checksum is the CRC-32 of little-endian 32-bit floats.
"""

import csv
import math
import pathlib
import sys
import wave
import zlib

import numpy as np
from scipy.signal import resample_poly


def crc(values):
    values = np.ascontiguousarray(values, "<f4")
    values = np.where(np.isnan(values), np.float32(np.nan), values)
    return f"{zlib.crc32(values.astype('<f4').tobytes()):08x}"


def write(path, head, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def noise(count):
    """Value i is made from a 32-bit hash of i: uniform in -1 to 1."""
    i = np.arange(count, dtype=np.uint64)
    h = (i * 0x9E3779B1 + 12345) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 0x85EBCA77) & 0xFFFFFFFF
    h ^= h >> 13
    return (h >> 8).astype(np.float64) * 2.0**-23 - 1


def wav(data, out):
    rows = []
    for path in sorted((data / "wfdb").glob("*.wav")):
        with wave.open(str(path)) as file:
            assert file.getsampwidth() == 2
            values = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
            name = path.relative_to(data).as_posix()
            rows.append([name, file.getframerate(), file.getnchannels(), file.getnframes(), crc(values)])
    write(out / "wav.csv", ["file", "rate", "channels", "frames", "crc"], rows)


def resample(out):
    rows = []
    for old, new, count in [
        (8000, 16000, 1000), (16000, 8000, 1000), (44100, 8000, 5000), (8000, 44100, 300),
        (360, 125, 2000), (8000, 11025, 700), (3, 2, 10), (1, 50, 20),
    ]:
        g = math.gcd(old, new)
        up, down = new // g, old // g
        narrow = min(1.0, up / down)
        reach = math.ceil(64 / narrow) * up
        d = np.arange(-reach, reach + 1) / up
        window = np.where(
            np.abs(d * narrow / 64) < 1,
            np.i0(10.06 * np.sqrt(np.maximum(0, 1 - (d * narrow / 64) ** 2))) / np.i0(10.06),
            0,
        )
        h = np.sinc(0.95 * narrow * d) * window
        for phase in range(up):
            h[(phase + reach) % up :: up] /= h[(phase + reach) % up :: up].sum()
        y = resample_poly(noise(count), up, down, window=h / up)
        for at in sorted({0, 1, len(y) // 3, len(y) // 2, len(y) - 2, len(y) - 1}):
            rows.append([old, new, count, len(y), at, repr(float(y[at]))])
    write(out / "resample.csv", ["from", "to", "count", "length", "at", "value"], rows)


def main():
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    wav(data, out)
    resample(out)


main()
