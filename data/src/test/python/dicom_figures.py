"""Writes what pydicom reads from DICOM files, as figures for the tests of the reader.

Also writes dicom.zip: small DICOM files of kinds that the real ones lack, and a series.

usage: dicom_figures.py DATA OUT
  DATA  the folder that holds dicom
  OUT   where dicom.zip, dicommade.csv, dicom.csv, windows.csv and series.csv are written

Made with pydicom 3.0.2 and nibabel 5.4.2. A checksum is the CRC-32 of all values as little-endian
floats in the order frames, rows, columns, channels: numbers times slope plus intercept, or red,
green and blue.
"""

import csv
import io
import pathlib
import sys
import warnings
import zipfile
import zlib

import nibabel.nicom.dicomwrappers as wrappers
import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_windowing, pixel_array
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    RLELossless,
)

READ = [
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
    RLELossless,
]


def values(dataset):
    array = pixel_array(dataset, raw=False)
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        array = apply_color_lut(array, dataset)
    elif dataset.SamplesPerPixel == 1:
        array = apply_modality_lut(array, dataset)[..., None]
    if int(dataset.get("NumberOfFrames") or 1) == 1:
        array = array[None]
    return array.astype("<f4")


def figures(dataset):
    array = values(dataset)
    shape = "x".join(str(s) for s in array.shape)
    return [shape, f"{zlib.crc32(np.ascontiguousarray(array).tobytes()):08x}"]


def real(data):
    for path in sorted((data / "dicom").glob("*.dcm")):
        dataset = pydicom.dcmread(path, force=True)
        meta = getattr(dataset, "file_meta", None) or {}
        syntax = meta.get("TransferSyntaxUID")
        if "PixelData" not in dataset:
            row = ["none", ""]
        elif "Rows" not in dataset:
            row = ["broken", ""]
        elif syntax in READ:
            row = figures(dataset)
        else:
            row = ["packed", syntax]
        yield [path.name] + row


def base(syntax, rows=3, columns=5, bits=16, signed=0, photometric="MONOCHROME2", samples=1):
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    dataset.file_meta.MediaStorageSOPInstanceUID = "1.2.3"
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    dataset.SOPInstanceUID = "1.2.3"
    dataset.Modality = "OT"
    dataset.Rows, dataset.Columns = rows, columns
    dataset.BitsAllocated = dataset.BitsStored = bits
    dataset.HighBit = bits - 1
    dataset.PixelRepresentation = signed
    dataset.PhotometricInterpretation = photometric
    dataset.SamplesPerPixel = samples
    if samples == 3:
        dataset.PlanarConfiguration = 0
    return dataset


def pixels(dataset, seed, frames=1, type=None):
    random = np.random.default_rng(seed)
    type = np.dtype(type or f"{'i' if dataset.PixelRepresentation else 'u'}{dataset.BitsAllocated // 8}")
    info = np.iinfo(type)
    low, high = info.min, info.max
    if dataset.BitsStored < dataset.BitsAllocated:
        low, high = low >> (dataset.BitsAllocated - dataset.BitsStored), high >> (
            dataset.BitsAllocated - dataset.BitsStored
        )
    shape = (frames, dataset.Rows, dataset.Columns, dataset.SamplesPerPixel)
    array = random.integers(low, high, shape, dtype=type, endpoint=True)
    if frames > 1:
        dataset.NumberOfFrames = frames
    if dataset.get("PlanarConfiguration") == 1:
        array = array.transpose(0, 3, 1, 2)
    return array


def native(dataset, array):
    big = dataset.file_meta.TransferSyntaxUID == ExplicitVRBigEndian
    raw = array.astype(array.dtype.newbyteorder(">" if big else "<")).tobytes()
    raw += b"\0" * (len(raw) % 2)
    dataset.PixelData = raw
    dataset["PixelData"].VR = "OW" if dataset.BitsAllocated > 8 else "OB"
    return dataset


def made():
    for name, syntax in {"implicit": READ[0], "explicit": READ[1], "big": READ[2], "deflated": READ[3]}.items():
        for bits in [8, 16, 32]:
            for signed in [0, 1]:
                dataset = base(syntax, bits=bits, signed=signed)
                dataset.RescaleSlope, dataset.RescaleIntercept = "0.37", "-11.5"
                yield f"{name}{'s' if signed else 'u'}{bits}", native(dataset, pixels(dataset, bits))
    dataset = base(READ[1], bits=16, signed=1)
    dataset.BitsStored, dataset.HighBit = 12, 11
    yield "twelve", native(dataset, pixels(dataset, 1))
    dataset = base(READ[1], bits=8, photometric="RGB", samples=3)
    dataset.PlanarConfiguration = 1
    yield "planar", native(dataset, pixels(dataset, 2, frames=2))
    dataset = base(READ[2], bits=8, photometric="RGB", samples=3)
    array = pixels(dataset, 3, frames=3)
    raw = np.frombuffer(array.tobytes() + b"\0", "<u2").astype(">u2").tobytes()
    dataset.PixelData = raw
    dataset["PixelData"].VR = "OW"
    yield "bigwords", dataset
    dataset = base(READ[1], bits=8, photometric="YBR_FULL", samples=3)
    yield "ybr", native(dataset, pixels(dataset, 4))
    dataset = base(READ[1], columns=6, bits=8, photometric="YBR_FULL_422", samples=3)
    dataset.PixelData = np.random.default_rng(5).integers(0, 256, 3 * 6 * 2, dtype="u1").tobytes()
    dataset["PixelData"].VR = "OB"
    yield "ybr422", dataset
    for first, bits in {0: 16, 7: 8}.items():
        dataset = base(READ[1], bits=8, photometric="PALETTE COLOR")
        for c, colour in enumerate(["Red", "Green", "Blue"]):
            table = np.random.default_rng(c).integers(0, 1 << bits, 200, dtype=f"u{bits // 8}")
            setattr(dataset, colour + "PaletteColorLookupTableDescriptor", [200, first, bits])
            setattr(dataset, colour + "PaletteColorLookupTableData", table.tobytes())
        yield f"palette{bits}", native(dataset, pixels(dataset, 6))
    dataset = base(READ[1], rows=3, columns=7, bits=1)
    dataset.NumberOfFrames = 5
    dataset.PixelData = np.random.default_rng(8).integers(0, 256, 14, dtype="u1").tobytes()
    dataset["PixelData"].VR = "OB"
    yield "bits", dataset
    for bits, signed, samples, frames in [(8, 0, 1, 1), (16, 1, 1, 3), (16, 0, 3, 2)]:
        photometric = "RGB" if samples == 3 else "MONOCHROME2"
        dataset = base(READ[1], 30, 40, bits, signed, photometric, samples)
        array = pixels(dataset, bits, frames=frames) // 17 * 17
        native(dataset, array)
        dataset.compress(RLELossless)
        yield f"rle{bits}x{samples}", dataset
    for name, syntax in {"implicit": READ[0], "explicit": READ[1], "big": READ[2]}.items():
        yield f"enhanced{name}", enhanced(syntax)
    dataset = native(base(READ[1]), np.zeros((3, 5), "u2"))
    dataset.add_new(0x00091001, "UN", b"private")
    item = Dataset()
    item.add_new(0x00091002, "LO", "inner")
    item.add_new(0x00091003, "SQ", Sequence([Dataset()]))
    dataset.add_new(0x00091004, "SQ", Sequence([item, item]))
    dataset[0x00091004].is_undefined_length = True
    for i in dataset[0x00091004].value:
        i.is_undefined_length_sequence_item = True
    yield "private", dataset


def enhanced(syntax):
    dataset = base(syntax, bits=16)
    array = pixels(dataset, 9, frames=3)
    shared, measures, orientation = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = ["0.5", "0.75"], "2"
    orientation.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    shared.PixelMeasuresSequence = [measures]
    shared.PlaneOrientationSequence = [orientation]
    dataset.SharedFunctionalGroupsSequence = [shared]
    groups = []
    for frame in range(3):
        group, position, transformation = Dataset(), Dataset(), Dataset()
        position.ImagePositionPatient = ["10", "20", str(30 - 2 * frame)]
        transformation.RescaleSlope, transformation.RescaleIntercept = str(1 + frame), str(-frame)
        group.PlanePositionSequence = [position]
        group.PixelValueTransformationSequence = [transformation]
        groups.append(group)
    dataset.PerFrameFunctionalGroupsSequence = groups
    return native(dataset, array)


def enhanced_figures(dataset):
    array = pixel_array(dataset, raw=True).astype(np.float64)
    for frame in range(3):
        array[frame] = array[frame] * (1 + frame) - frame
    return ["3x3x5x1", f"{zlib.crc32(array.astype('<f4').tobytes()):08x}"]


def series():
    """Slanted slices, the names of the files in another order than their places."""
    rotation = np.array([[0.36, 0.48, -0.8], [-0.8, 0.6, 0], [0.48, 0.64, 0.6]])
    row, column, normal = rotation.T
    for n, place in enumerate([3, 0, 4, 1, 2]):
        dataset = base(READ[n % 3], rows=4, columns=3, signed=1)
        dataset.SeriesInstanceUID = "1.2.3.4"
        dataset.SeriesDescription = "slanted"
        dataset.Modality = "MR"
        dataset.InstanceNumber = n + 1
        position = np.array([-10.5, 20.25, 30]) + 2.5 * place * normal
        dataset.ImagePositionPatient = [f"{p:.6f}" for p in position]
        dataset.ImageOrientationPatient = [f"{d:.6f}" for d in [*row, *column]]
        dataset.PixelSpacing = ["0.75", "1.25"]
        dataset.SpacingBetweenSlices = "2.5"
        dataset.RescaleSlope, dataset.RescaleIntercept = str(1 + place), "-5"
        yield f"series/{n}.dcm", native(dataset, pixels(dataset, 20 + n))


def content(dataset):
    stream = io.BytesIO()
    pydicom.dcmwrite(stream, dataset, enforce_file_format=True)
    return stream.getvalue()


def write(path, head, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def windows(dataset):
    """Grey levels of a row of values for some windows."""
    for function in ["LINEAR", "LINEAR_EXACT", "SIGMOID"]:
        for centre, width in [(40, 400), (10.5, 1), (0, 2), (-100, 77)]:
            dataset = base(READ[1], rows=1, columns=9, bits=16, signed=1)
            array = np.array([[-32768, -300, -100, -1, 0, 10, 11, 99, 500]], "i2")
            dataset.WindowCenter, dataset.WindowWidth = centre, width
            dataset.VOILUTFunction = function
            shown = (apply_windowing(array, dataset) + 32768) / 65535
            numbers = " ".join(f"{v:.9f}" for v in shown[0])
            yield [function, centre, width, numbers]


def main():
    warnings.simplefilter("ignore")
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    head = ["name", "shape", "crc"]
    write(out / "dicom.csv", head, real(data))
    rows = []
    slices = []
    with zipfile.ZipFile(out / "dicom.zip", "w") as archive:
        for name, dataset in made():
            raw = content(dataset)
            archive.writestr(zipfile.ZipInfo(name + ".dcm"), raw, zipfile.ZIP_DEFLATED)
            again = pydicom.dcmread(io.BytesIO(raw))
            rows.append([name] + (enhanced_figures(again) if "enhanced" in name else figures(again)))
        for name, dataset in series():
            raw = content(dataset)
            archive.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
            slices.append(pydicom.dcmread(io.BytesIO(raw)))
    write(out / "dicommade.csv", head, rows)
    write(out / "windows.csv", ["function", "centre", "width", "shares"], windows(slices[0]))
    # nibabel counts slices against the cross product of rows and columns; its axes are row, column,
    # slice, and its places left, back, top.
    slices.sort(key=lambda s: -wrappers.wrapper_from_data(s).slice_indicator)
    volume = np.concatenate([values(s) for s in slices])
    affine = np.diag([-1, -1, 1, 1]) @ wrappers.wrapper_from_data(slices[0]).affine
    affine = affine[:, [1, 0, 2, 3]] @ np.diag([1, 1, -1, 1])
    crc = f"{zlib.crc32(np.ascontiguousarray(volume).tobytes()):08x}"
    numbers = " ".join(repr(float(v)) for v in affine[:3].ravel())
    write(out / "series.csv", ["shape", "crc", "affine"], [["x".join(map(str, volume.shape)), crc, numbers]])


main()
