"""Writes small whole files of every kind, for the fuzzer to begin with.

python3 fuzz/src/test/python/seeds.py    (needs numpy, onnx, torch, safetensors, h5py, Pillow)
"""

import io
import pathlib
import struct
import wave

import h5py
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from safetensors.numpy import save

ROOT = pathlib.Path(__file__).parents[1] / "resources/dev/loupe/fuzz"


def seed(test, method, name, content):
    folder = ROOT / f"{test}Inputs" / method
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def model(method, name, content):
    seed("ModelFilesFuzzTest", method, name, content)


def data(method, name, content):
    seed("DataFilesFuzzTest", method, name, content)


def onnx_model(typed):
    """A convolution, a pooling, a reshape to a computed shape, a product."""
    values = np.arange(18, dtype=np.float32) / 8
    weight = numpy_helper.from_array(values.reshape(2, 1, 3, 3), "w")
    if typed:  # numbers as a list, not as bytes
        weight = helper.make_tensor("w", TensorProto.FLOAT, [2, 1, 3, 3], values.tolist())
    shape = numpy_helper.from_array(np.array([0, -1], np.int64), "s")
    dense = numpy_helper.from_array(np.ones((8, 3), np.float32), "d")
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"], "conv", pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c"], ["r"]),
        helper.make_node("MaxPool", ["r"], ["p"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Reshape", ["p", "s"], ["f"]),
        helper.make_node("Gemm", ["f", "d"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 1, 4, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 3])],
        [weight, shape, dense],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made)
    return made.SerializeToString()


def torch_file(legacy):
    out = io.BytesIO()
    state = {"conv.weight": torch.arange(4.0).reshape(1, 1, 2, 2), "n": torch.tensor(3)}
    torch.save(state, out, _use_new_zipfile_serialization=not legacy)
    return out.getvalue()


def keras_file():
    out = io.BytesIO()
    with h5py.File(out, "w") as f:
        f.attrs["layer_names"] = np.array([b"dense"])
        group = f.create_group("dense")
        group.attrs["weight_names"] = np.array([b"dense/kernel:0"])
        group.create_dataset("dense/kernel:0", data=np.ones((2, 3), np.float32))
    return out.getvalue()


def picture(kind, mode="RGB", **options):
    out = io.BytesIO()
    pixels = (np.arange(8 * 6 * 3) * 5 % 256).astype(np.uint8).reshape(6, 8, 3)
    Image.fromarray(pixels).convert(mode).save(out, kind, **options)
    return out.getvalue()


def sound(width):
    out = io.BytesIO()
    with wave.open(out, "wb") as w:
        w.setnchannels(2)
        w.setsampwidth(width)
        w.setframerate(8000)
        w.writeframes(bytes(range(24 * width)))
    return out.getvalue()


def nifti(order="<"):
    header = bytearray(352)
    struct.pack_into(order + "i", header, 0, 348)
    struct.pack_into(order + "8h", header, 40, 3, 2, 3, 2, 1, 1, 1, 1)
    struct.pack_into(order + "hh", header, 70, 4, 16)
    struct.pack_into(order + "8f", header, 76, 1, 1, 1, 1, 1, 1, 1, 1)
    struct.pack_into(order + "3f", header, 108, 352, 2, 1)
    header[344:348] = b"n+1\0"
    return bytes(header) + np.arange(12, dtype=order + "i2").tobytes()


def dicom(rle=False):
    def element(group, number, kind, content):
        content += b"\0" if len(content) % 2 else b""
        tag = struct.pack("<HH", group, number) + kind
        if kind in (b"OB", b"OW", b"SQ", b"UN"):
            return tag + struct.pack("<HI", 0, len(content)) + content
        return tag + struct.pack("<H", len(content)) + content

    syntax = b"1.2.840.10008.1.2.5" if rle else b"1.2.840.10008.1.2.1"
    meta = element(2, 0x10, b"UI", syntax)
    meta = element(2, 0, b"UL", struct.pack("<I", len(meta))) + meta
    short = lambda n: struct.pack("<H", n)
    body = b"".join(
        element(0x28, number, b"US", short(value))
        for number, value in [(2, 1), (0x10, 2), (0x11, 3), (0x100, 8), (0x101, 8), (0x102, 7), (0x103, 0)]
    )
    body = element(0x28, 4, b"CS", b"MONOCHROME2") + body
    if rle:
        segment = struct.pack("<16I", 1, 64, *[0] * 14) + bytes([5, 1, 2, 3, 4, 5, 6, 0])
        item = lambda c: struct.pack("<HHI", 0xFFFE, 0xE000, len(c)) + c
        pixels = struct.pack("<HH", 0x7FE0, 0x10) + b"OB\0\0" + struct.pack("<I", 0xFFFFFFFF)
        pixels += item(b"") + item(segment) + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    else:
        pixels = element(0x7FE0, 0x10, b"OW", bytes(range(6)))
    return bytes(128) + b"DICM" + meta + body + pixels


def array(value):
    out = io.BytesIO()
    np.save(out, value)
    return out.getvalue()


def archive(**arrays):
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def main():
    tensor = numpy_helper.from_array(np.arange(6, dtype=np.float32).reshape(2, 3), "t")
    model("onnx", "bytes", onnx_model(False))
    model("onnx", "numbers", onnx_model(True))
    model("onnxTensor", "floats", tensor.SerializeToString())
    model("safetensors", "two", save({"a": np.ones((2, 2), np.float32), "b": np.ones(3, np.float16)}))
    model("torch", "archive", torch_file(False))
    model("torch", "legacy", torch_file(True))
    model("keras", "dense", keras_file())
    data("picture", "png", picture("PNG"))
    data("picture", "png-palette", picture("PNG", "P"))
    data("picture", "jpeg", picture("JPEG"))
    data("picture", "jpeg-progressive", picture("JPEG", progressive=True))
    data("picture", "jpeg-grey", picture("JPEG", "L"))
    data("picture", "gif", picture("GIF", "P"))
    data("picture", "bmp", picture("BMP"))
    for width in (1, 2, 3, 4):
        data("wav", f"bits{8 * width}", sound(width))
    data("wfdbHeader", "one", b"r 2 360 4 12:00:00\nr.dat 212 200 11 1024 995 -22 0 MLII\nr.dat 16 200(10)/mV 11 0 0 0 0 V5\n# 69 M\n")
    data("wfdbHeader", "segments", b"r/2 1 360 8\na 4\n~ 4\n")
    data("wfdbAnnotations", "beats", struct.pack("<HHHHHH", 18 | 1 << 10, 0xFC04, 0x4241, 77 | 5 << 10, 59 << 10, 0))
    data("nifti", "little", nifti())
    data("nifti", "big", nifti(">"))
    import gzip

    data("packedNifti", "little", gzip.compress(nifti(), mtime=0))
    data("dicom", "explicit", dicom())
    data("dicom", "rle", dicom(True))
    data("npy", "floats", array(np.arange(6, dtype=np.float32).reshape(2, 3)))
    data("npy", "fortran", array(np.asfortranarray(np.arange(6, dtype=">i4").reshape(2, 3))))
    data("npz", "two", archive(x=np.arange(4.0), y=np.arange(3, dtype=np.uint8)))
    data("idx", "bytes", bytes([0, 0, 8, 2]) + struct.pack(">II", 2, 3) + bytes(range(6)))


main()
