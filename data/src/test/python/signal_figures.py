"""Writes what NumPy, SciPy and Python's wave module make of signals, for the tests of the readers.

usage: signal_figures.py DATA OUT
  DATA  the folder that holds fsdd, mitbih, ucr and wfdb
  OUT   where the csv files are written

Made with NumPy 2.4.6 and SciPy 1.17.1. A checksum is the CRC-32 of little-endian 32-bit floats.
"""

import csv
import gzip
import math
import pathlib
import sys
import tarfile
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


def unpack(fmt, raw):
    """Stored numbers of a WFDB signal file, written from signal(5) as operations on whole arrays."""
    u = np.frombuffer(raw, np.uint8).astype(np.int64)
    if fmt in ("16", "61", "32", "160"):
        kind = {"16": "<i2", "61": ">i2", "32": "<i4", "160": "<u2"}[fmt]
        return np.frombuffer(raw, kind).astype(np.int64) - (32768 if fmt == "160" else 0)
    if fmt == "8":
        return np.frombuffer(raw, np.int8).astype(np.int64)
    if fmt == "80":
        return u - 128
    size, bits = {"24": (3, 24), "212": (3, 12), "310": (4, 10), "311": (4, 10)}[fmt]
    u = np.concatenate([u, np.zeros(-len(u) % size, np.int64)]).reshape(-1, size)
    if fmt == "24":
        values = (u * [1, 256, 65536]).sum(1)
    elif fmt == "212":
        first = u[:, 0] + 256 * (u[:, 1] % 16)
        second = u[:, 2] + 256 * (u[:, 1] // 16)
        values = np.stack([first, second], 1).ravel()
    else:
        word = (u * [1, 2**8, 2**16, 2**24]).sum(1)
        if fmt == "311":
            values = np.stack([word, word >> 10, word >> 20], 1).ravel() % 1024
        else:
            low, high = word % 65536, word // 65536
            third = (low // 2048) + 32 * (high // 2048)
            values = np.stack([low // 2 % 1024, high // 2 % 1024, third], 1).ravel()
    half = 2 ** (bits - 1)
    return (values + half) % (2 * half) - half


def wfdb_signals(path):
    """The lines of a header, split at spaces."""
    lines = [l for l in path.read_text().splitlines() if l.strip() and not l.startswith("#")]
    record, rows = lines[0].split(), [l.split(None, 8) for l in lines[1:]]
    return float(record[2]), int(record[3]), rows


def wfdb(data, out):
    rows = []
    for path in sorted((data / "wfdb").glob("*.hea")):
        rate, length, signals = wfdb_signals(path)
        for number, line in enumerate(signals):
            fmt, _, skip = line[1].partition("+")
            same = [i for i, other in enumerate(signals) if other[0] == line[0]]
            raw = (path.parent / line[0]).read_bytes()[int(skip or 0) :]
            stored = unpack(fmt, raw)[: length * len(same)].reshape(length, -1)[:, same.index(number)]
            invalid = stored == {"8": 99, "80": -128, "212": -2048, "310": -512, "311": -512,
                                 "24": -(2**23), "32": -(2**31)}.get(fmt, -32768)
            if fmt == "8":
                stored, invalid = np.cumsum(stored) + int(line[5]), np.zeros(length, bool)
            assert (stored.sum() - int(line[6])) % 65536 == 0, (path, number)
            gain, _, units = line[2].partition("/")
            gain, _, base = gain.rstrip(")").partition("(")
            values = (stored - int(base or line[4])) / float(gain)
            values[invalid] = np.nan
            rows.append([path.name, number, units or "mV",
                         f"{rate:g}", length, int(invalid.sum()), repr(float(np.float32(values[0]))),
                         crc(values.astype("f4"))])
    head = ["file", "signal", "units", "rate", "length", "invalid", "first", "crc"]
    write(out / "wfdb.csv", head, rows)


def ucr_part(path):
    """Values of shape series x moments x channels, and classes."""
    if path.suffix == ".tsv":
        table = np.loadtxt(path, delimiter="\t")
        return table[:, 1:, None], table[:, 0]
    body = path.read_text().split("@data", 1)[1].strip().splitlines()
    cases = [line.rsplit(":", 1) for line in body]
    values = [[np.fromstring(d, sep=",") for d in case.split(":")] for case, _ in cases]
    return np.array(values).transpose(0, 2, 1), np.array([float(label) for _, label in cases])


def ucr(data, out):
    rows = []
    for train in sorted((data / "ucr").glob("*/*_TRAIN.ts*")):
        row = [train.parent.name]
        for part in ("TRAIN", "TEST"):
            values, labels = ucr_part(train.with_name(train.name.replace("TRAIN", part)))
            names, counts = np.unique(labels, return_counts=True)
            classes = " ".join(f"{n:g}:{c}" for n, c in zip(names, counts))
            row += ["x".join(map(str, values.shape)), classes, crc(values)]
        rows.append(row)
    head = ["problem", "train", "train_classes", "train_crc", "test", "test_classes", "test_crc"]
    write(out / "ucr.csv", head, rows)


def beats(data, out):
    """One second around each beat; beyond the ends the first or last value."""
    table = np.loadtxt(data / "mitbih" / "beats.csv", delimiter=",", skiprows=1, dtype=np.int64)
    rows = []
    for part, records in {"train": [106, 108, 114, 116], "test": [100, 105, 121, 123]}.items():
        checksum, count = 0, [0, 0]
        for record in records:
            raw = gzip.decompress((data / "mitbih" / f"{record}_lead0.i16le.gz").read_bytes())
            lead = np.frombuffer(raw, "<i2").astype("<f4") / np.float32(200)
            own = table[table[:, 0] == record]
            at = np.clip(own[:, 1:2] + np.arange(-180, 180), 0, len(lead) - 1)
            checksum = zlib.crc32(lead[at].astype("<f4").tobytes(), checksum)
            count[0] += int((own[:, 2] == 0).sum())
            count[1] += int((own[:, 2] == 1).sum())
        rows.append([part, count[0], count[1], f"{checksum:08x}"])
    write(out / "beats.csv", ["part", "other", "pvc", "crc"], rows)


def digits(data, out):
    """A second of each spoken digit: the middle of long ones, zeros around short ones."""
    rows, parts = [], {"train": [], "test": []}
    with tarfile.open(data / "fsdd" / "recordings.tar.gz") as archive:
        for member in sorted((m for m in archive if m.isfile()), key=lambda m: m.name):
            with wave.open(archive.extractfile(member)) as file:
                values = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
            label, speaker, index = pathlib.Path(member.name).stem.split("_")
            sample = np.zeros(8000)
            if len(values) > 8000:
                start = (len(values) - 8000) // 2
                sample[:] = values[start : start + 8000]
            else:
                start = (8000 - len(values)) // 2
                sample[start : start + len(values)] = values
            part = "test" if int(index) < 5 else "train"
            parts[part].append((label, speaker, len(values), sample))
    for part, recordings in parts.items():
        lengths = [r[2] for r in recordings]
        speakers = " ".join(sorted({r[1] for r in recordings}))
        samples = np.array([r[3] for r in recordings])
        rows.append([part, len(recordings), speakers, min(lengths), max(lengths), crc(samples)])
    write(out / "digits.csv", ["part", "count", "speakers", "shortest", "longest", "crc"], rows)


def main():
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    wav(data, out)
    resample(out)
    wfdb(data, out)
    ucr(data, out)
    beats(data, out)
    digits(data, out)


main()
