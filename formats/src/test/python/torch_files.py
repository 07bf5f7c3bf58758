"""Small files of torch.save, and what PyTorch reads back from them.

Writes ../resources/dev/loupe/formats/torch-files.json: for each case the file in base64 and its
tensors by name, with sizes and numbers. Usage: python torch_files.py
"""

import base64
import collections
import io
import json
import pathlib

import torch


def tensors():
    base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 8
    return collections.OrderedDict(
        plain=base,
        turned=base.permute(2, 0, 1),
        sliced=base[:, 1:, ::2],
        repeated=torch.tensor([1.5, -2.0]).expand(3, 2),
        scalar=torch.tensor(7, dtype=torch.int64),
        empty=torch.zeros(0, 3),
        half=torch.tensor([1.0, -0.5, 65504.0, 6e-8]).half(),
        brain=torch.tensor([1.0, -0.5, 3e38]).bfloat16(),
        double=torch.tensor([0.1, -1e300], dtype=torch.float64),
        int32=torch.tensor([-5, 2**31 - 1], dtype=torch.int32),
        int16=torch.tensor([-5, 300], dtype=torch.int16),
        int8=torch.tensor([-5, 100], dtype=torch.int8),
        uint8=torch.tensor([0, 255], dtype=torch.uint8),
        flags=torch.tensor([True, False]),
        parameter=torch.nn.Parameter(torch.tensor([3.0, 4.0])),
    )


def case(saved, wanted, **how):
    buffer = io.BytesIO()
    torch.save(saved, buffer, **how)
    return {
        "file": base64.b64encode(buffer.getvalue()).decode(),
        "tensors": {
            name: {
                "sizes": list(t.shape),
                "numbers": [
                    float(x) if abs(x) < 3.4e38 else ("-inf" if x < 0 else "inf")
                    for x in t.detach().double().flatten().tolist()
                ],
            }
            for name, t in wanted.items()
        },
    }


def main():
    all_of_them = tensors()
    small = collections.OrderedDict([("a.weight", torch.tensor([[1.0, 2.0], [3.0, 4.0]]))])
    net = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 1), torch.nn.BatchNorm2d(2))
    checkpoint = {
        "epoch": 3,
        "best": 0.5,
        "args": {"name": "x", "none": None, "on": True, "sizes": torch.Size([1, 2])},
        "device": torch.device("cpu"),
        "dtype": torch.float32,
        "optimizer": {"state": {0: {"momentum": torch.ones(2)}}, "groups": [{"params": [0, 1]}]},
        "state_dict": net.state_dict(),
    }
    cases = {
        "zip": case(all_of_them, all_of_them),
        "legacy": case(all_of_them, all_of_them, _use_new_zipfile_serialization=False),
        "zip protocol 4": case(small, small, pickle_protocol=4),
        "checkpoint": case(checkpoint, net.state_dict()),
        "legacy checkpoint": case(
            checkpoint, net.state_dict(), _use_new_zipfile_serialization=False
        ),
        "small legacy": case(small, small, _use_new_zipfile_serialization=False),
        "one tensor": case(torch.tensor([9.0]), {"tensor": torch.tensor([9.0])}),
        "list": case([torch.tensor([9.0]), torch.tensor([8.0])],
                     {"0": torch.tensor([9.0]), "1": torch.tensor([8.0])}),
    }
    place = pathlib.Path(__file__).parent.parent / "resources/dev/loupe/formats/torch-files.json"
    place.write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
