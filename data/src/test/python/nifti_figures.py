"""Writes what nibabel reads from NIfTI files, as figures for the tests of the reader.

Also writes made.zip: small NIfTI files of kinds that the real ones lack.

usage: nifti_figures.py DATA OUT
  DATA  the folder that holds nifti
  OUT   where made.zip, made.csv, nifti.csv and pair.csv are written

Made with nibabel 5.4.2. A checksum is the CRC-32 of all values as little-endian floats in the
order z, y, x, channels: as stored, and after as_closest_canonical. An affine is three rows of four.
"""

import csv
import gzip
import io
import pathlib
import sys
import tempfile
import zipfile
import zlib

import nibabel as nib
import numpy as np

OBLIQUE = np.array(
    [
        [0.3, -1.9, 0.4, 12.5],
        [-0.9, -0.2, 0.7, -30.25],
        [0.1, 0.6, 2.8, 7],
        [0, 0, 0, 1],
    ]
)
TYPES = ["uint8", "int8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"]


def values(shape, dtype, seed):
    random = np.random.default_rng(seed)
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return random.normal(0, 100, shape).astype(dtype)
    info = np.iinfo(dtype)
    return random.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)


def floats(image):
    """z, y, x, channels; the parts of a colour are the fastest channels."""
    raw = np.asarray(image.dataobj)
    if raw.dtype.names:
        raw = np.stack([raw[n] for n in raw.dtype.names], -1).astype(np.float32)
        rest = raw.shape[3:]
        raw = raw.reshape(raw.shape[:3] + (-1,), order="C")
        assert len(rest) <= 2
    else:
        raw = image.get_fdata().astype(np.float32)
        while raw.ndim < 3:
            raw = raw[..., None]
        raw = raw.reshape(raw.shape[:3] + (-1,), order="F")
    return raw.transpose(2, 1, 0, 3)


def crc(array):
    return f"{zlib.crc32(np.ascontiguousarray(array.astype('<f4')).tobytes()):08x}"


def figures(image):
    stored = floats(image)
    affine = " ".join(repr(float(v)) for v in image.affine[:3].ravel())
    codes = "".join(nib.aff2axcodes(image.affine))
    ornt = nib.io_orientation(image.affine)
    turned = nib.apply_orientation(stored.transpose(2, 1, 0, 3), ornt).transpose(2, 1, 0, 3)
    back = image.affine @ nib.orientations.inv_ornt_aff(ornt, stored.transpose(2, 1, 0, 3).shape[:3])
    canonical = " ".join(repr(float(v)) for v in back[:3].ravel())
    shape = "x".join(str(s) for s in stored.shape)
    return [shape, codes, crc(stored), affine, crc(turned), canonical]


def made():
    """Names, and how each file is made."""
    for t, dtype in enumerate(TYPES):
        for order in "<>":
            kind = nib.Nifti2Image if t % 2 else nib.Nifti1Image
            header = (nib.Nifti2Header if t % 2 else nib.Nifti1Header)(endianness=order)
            header.set_data_dtype(np.dtype(dtype).newbyteorder(order))
            data = values((4, 3, 2), dtype, t)
            yield f"{dtype}{'big' if order == '>' else ''}.nii", kind(data, OBLIQUE, header)
    for n, code in enumerate(["LPS", "SAR", "PIR", "ILA", "RAS"]):
        codes = nib.orientations.axcodes2ornt(code)
        affine = nib.orientations.inv_ornt_aff(codes, (4, 3, 2))
        affine = np.diag([2, 3, 4, 1]) @ affine
        yield f"turned{n}.nii", nib.Nifti1Image(values((4, 3, 2), "int16", 3), affine)
    image = nib.Nifti1Image(values((4, 3, 2), "int16", 4), OBLIQUE)
    image.header.set_slope_inter(0.37, -11.25)
    yield "scaled.nii.gz", image
    image = nib.Nifti1Image(values((4, 3, 2, 5), "float32", 5), OBLIQUE)
    image.header.extensions.append(nib.nifti1.Nifti1Extension("comment", b"x" * 99))
    yield "extended4d.nii.gz", image
    yield "vectors.nii", nib.Nifti1Image(values((4, 3, 2, 2, 3), "int16", 6), OBLIQUE)
    yield "flat.nii", nib.Nifti1Image(values((4, 3), "int16", 7), OBLIQUE)
    rotation = np.array([[0.36, 0.48, -0.8], [-0.8, 0.6, 0], [0.48, 0.64, 0.6]])
    for name, sign in {"quaternion": 1, "reflected": -1}.items():
        affine = np.eye(4)
        affine[:3, :3] = rotation @ np.diag([1.5, 2.5, 3.5 * sign])
        affine[:3, 3] = [10, -20, 30]
        image = nib.Nifti1Image(values((4, 3, 2), "uint8", 8), None)
        image.set_qform(affine, 1)
        yield f"{name}.nii", image
    image = nib.Nifti1Image(values((4, 3, 2), "uint8", 9), None)
    image.header.set_zooms((2, 3, 4))
    yield "formless.nii", image
    for samples, names in {"rgb": "RGB", "rgba": "RGBA"}.items():
        dtype = np.dtype([(n, "u1") for n in names])
        raw = values((4, 3, 2, len(names)), "uint8", 10)
        yield f"{samples}.nii", nib.Nifti1Image(raw.view(dtype)[..., 0].copy(), OBLIQUE)
    yield "pair.hdr", nib.Nifti1Pair(values((4, 3, 2), "int16", 11), OBLIQUE)
    yield "pair2.hdr", nib.Nifti2Pair(values((4, 3, 2), "int16", 12), OBLIQUE)
    yield "packedpair.hdr.gz", nib.Nifti1Pair(values((4, 3, 2), "int16", 13), OBLIQUE)


def write(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "shape", "codes", "crc", "affine", "canonicalCrc", "canonicalAffine"])
        writer.writerows(rows)


def pair(data):
    """The brain, and grey or white matter where its map is the greater and at least 100 of 255."""
    name = "mni_icbm152_{}_tal_nlin_sym_09a_converted.nii.gz"
    image, grey, white = [
        floats(nib.load(data / "nifti" / name.format(kind)))[..., 0] for kind in ["t1", "gm", "wm"]
    ]
    labels = np.where(grey >= white, 1, 2) * (np.maximum(grey, white) >= 100)
    for z, y, x, size in [(60, 100, 80, 24), (165, 209, 173, 24), (0, 0, 0, 1), (70, 90, 70, 64)]:
        part = np.s_[z : z + size, y : y + size, x : x + size]
        yield [z, y, x, size, crc(image[part]), crc(labels[part])] + [
            int((labels == k).sum()) for k in range(3)
        ]


def main():
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, image in made():
            nib.save(image, folder / name)
            again = nib.load(folder / name)
            if name == "formless.nii":
                assert again.header["qform_code"] == 0 and again.header["sform_code"] == 0
            rows.append([name] + figures(again))
        with zipfile.ZipFile(out / "made.zip", "w") as archive:
            for path in sorted(folder.iterdir()):
                content = path.read_bytes()
                if path.suffix == ".gz":
                    content = gzip.compress(gzip.decompress(content), mtime=0)
                archive.writestr(zipfile.ZipInfo(path.name), content, zipfile.ZIP_DEFLATED)
    write(out / "made.csv", rows)
    with open(out / "pair.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["z", "y", "x", "size", "image", "labels", "none", "grey", "white"])
        writer.writerows(pair(data))
    real = sorted((data / "nifti").glob("*.nii*"))
    write(out / "nifti.csv", [[p.relative_to(data).as_posix()] + figures(nib.load(p)) for p in real])


main()
