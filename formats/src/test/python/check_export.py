#!/usr/bin/env python3
"""Checks the ONNX files that Loupe writes: each must pass ONNX's checker, and ONNX Runtime must
compute from it what Loupe computes. Prints the table of docs/formats.md.

usage: check_export.py FOLDER [models | layers | NAME...]

Loupe's side is ExportMain among the tests, run from the classes that Maven built:
  ./mvnw -q -o -pl formats -am test-compile
Needs onnx, onnxruntime and numpy."""
import os, pathlib, subprocess, sys
import numpy as np
import onnx
import onnxruntime

ROOT = pathlib.Path(__file__).resolve().parents[4]
PATH = [ROOT / m / "target/classes" for m in ("engine", "nn", "models", "formats")]
PATH.append(ROOT / "formats/target/test-classes")
JAVA = pathlib.Path(os.environ.get("JAVA_HOME", "/usr")) / "bin/java"


def loupe(*arguments):
    path = os.pathsep.join(map(str, PATH))
    command = [JAVA, "--add-modules=jdk.incubator.vector", "-Xmx6g", "-cp", path,
               "dev.loupe.formats.onnx.ExportMain", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if "LoupeException" not in done.stderr
                           else done.stderr[done.stderr.index("LoupeException"):].split("\tat ")[0])
    return done.stdout


def channels_first(a):
    return np.ascontiguousarray(np.moveaxis(a, -1, 1)) if a.ndim > 2 else a


def check(folder, name, sizes, results):
    sizes, results = ([int(n) for n in s.split("x")] for s in (sizes, results))
    file = folder / f"{name}.onnx"
    onnx.checker.check_model(str(file), full_check=True)
    model = onnx.load(str(file))
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    x = channels_first(np.fromfile(folder / f"{name}.input", "<f4").reshape(sizes))
    want = channels_first(np.fromfile(folder / f"{name}.logits", "<f4").reshape(results))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    got = session.run(["logits"], {"input": x})[0]
    assert got.shape == want.shape, (got.shape, want.shape)
    # Another batch than that of the comparison.
    again = session.run(["logits"], {"input": x[:1]})[0]
    assert np.abs(again - got[:1]).max() <= 1e-4 * np.abs(want).max()
    error = float(np.abs(got - want).max() / np.abs(want).max())
    return len(model.graph.node), file.stat().st_size / 1e6, error


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    names = sys.argv[2:] or ["models"]
    names = loupe(names[0]).split() if names[0] in ("models", "layers") else names
    # Small networks share a process, large ones their disk space.
    group = 1000 if sys.argv[2:] == ["layers"] else 1
    bad = []
    print("| model | nodes | MB | difference |\n|---|---|---|---|")
    for start in range(0, len(names), group):
        part = names[start:start + group]
        try:
            lines = loupe(folder, *part).strip().splitlines()
        except RuntimeError as e:
            print(f"| `{part[0]}` | failed | | {e} |", flush=True)
            bad += part
            continue
        for name, sizes, results in (line.split() for line in lines):
            try:
                nodes, size, error = check(folder, name, sizes, results)
                print(f"| `{name}` | {nodes} | {size:.1f} | {error:.1e} |", flush=True)
                if not error < 1e-4:
                    bad.append(name)
            except Exception as e:
                print(f"| `{name}` | failed | | {str(e)[:600]} |", flush=True)
                bad.append(name)
            for file in folder.glob(f"{name}.*"):
                file.unlink()
    sys.exit(f"failed: {bad}" if bad else 0)


main()
