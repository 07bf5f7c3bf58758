"""Writes what ONNX's reference evaluator computes for Resize along one axis, for ResizeTableTest.

usage: resize.py FILE      (needs onnx and numpy; onnx 1.23 made the file in the repository)

The input of a case is made by the formula of golden.py, from the case's number. One line a case:
mode, antialias, exclude outside, coordinates, rounding, slope of the cubic, start and end of the
region, extrapolation value, input size, output size, scale as it was given (0: sizes were given),
and the values.
"""
import sys

import numpy as np
import onnx.helper as oh
import onnx
from onnx.reference import ReferenceEvaluator

from golden import uniform

SIZES = [(1, 1), (1, 4), (5, 1), (4, 8), (5, 3), (7, 10), (10, 7), (9, 4), (12, 5), (3, 11)]
SCALES = [(4, 2.0), (5, 0.5), (7, 1.5), (10, 0.6), (5, 2.3), (9, 0.37), (6, 0.75), (3, 3.5)]
ROUNDINGS = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]
COORDINATES = ["half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric"]
REGIONS = [(0.0, 1.0), (0.25, 0.75), (-0.125, 1.25), (0.5, 0.3125)]
lines = []


def evaluate(x, attributes, roi, scale, size):
    names = ["x", "roi" if roi else "", "scales" if scale else "", "" if scale else "sizes"]
    node = oh.make_node("Resize", names, ["y"], **attributes)
    kinds = {"x": 1, "roi": 1, "scales": 1, "sizes": 7}
    inputs = [oh.make_tensor_value_info(n, kinds[n], None) for n in names if n]
    outputs = [oh.make_tensor_value_info("y", 1, None)]
    model = oh.make_model(oh.make_graph([node], "g", inputs, outputs), opset_imports=[oh.make_opsetid("", 19)])
    feeds = {"x": x}
    if roi:
        feeds["roi"] = np.array([0, 0, roi[0], 1, 1, roi[1]], np.float32)
    if scale:
        feeds["scales"] = np.array([1, 1, scale], np.float32)
    else:
        feeds["sizes"] = np.array([1, 1, size], np.int64)
    return ReferenceEvaluator(model).run(None, feeds)[0]


def case(mode, size, output, scale, coordinates, antialias=0, exclude=0, rounding="floor", a=-0.75, roi=None):
    x = uniform(f"resize/{len(lines)}", (1, 1, size))
    attributes = {"mode": mode, "coordinate_transformation_mode": coordinates, "antialias": antialias,
                  "exclude_outside": exclude, "cubic_coeff_a": a, "nearest_mode": rounding}
    value = 2.5 if roi else 0.0
    if roi:
        attributes["extrapolation_value"] = value
    y = evaluate(x, attributes, roi, scale, output).reshape(-1)
    start, end = roi or (0.0, 1.0)
    values = " ".join(f"{v:.9g}" for v in y)
    lines.append(f"{mode} {antialias} {exclude} {coordinates} {rounding} {a} {start} {end} {value} "
                 f"{size} {len(y)} {scale or 0} {values}")


def main():
    axes = [(i, o, None) for i, o in SIZES] + [(i, None, s) for i, s in SCALES]
    for coordinates in COORDINATES:
        for i, o, scale in axes:
            if coordinates == "half_pixel_symmetric" and scale == 1.5:
                continue  # the evaluator takes other neighbours where a coordinate rounds to a whole
            for rounding in ROUNDINGS:
                # Elsewhere rounding alone decides some nearest values.
                if not scale or scale in (0.5, 2.0):
                    case("nearest", i, o, scale, coordinates, rounding=rounding)
            if coordinates == "pytorch_half_pixel" and o == 1:
                continue  # the specification has 0 here, its evaluator -0.5
            for antialias in (0, 1):
                for exclude in (0, 1):
                    case("linear", i, o, scale, coordinates, antialias, exclude)
                    case("cubic", i, o, scale, coordinates, antialias, exclude, a=-0.5 if exclude else -0.75)
    for roi in REGIONS:
        for i, o in SIZES:
            for rounding in ROUNDINGS:
                case("nearest", i, o, None, "tf_crop_and_resize", rounding=rounding, roi=roi)
            case("linear", i, o, None, "tf_crop_and_resize", roi=roi)
            case("cubic", i, o, None, "tf_crop_and_resize", roi=roi)
            case("cubic", i, o, None, "tf_crop_and_resize", exclude=1, a=-0.5, roi=roi)


main()
with open(sys.argv[1], "w") as f:
    f.write("\n".join(lines) + "\n")
