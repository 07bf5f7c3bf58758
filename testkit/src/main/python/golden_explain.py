"""Writes how PyTorch explains networks, for GoldenExplainTest.

usage: golden_explain.py FOLDER      (needs torch, torchvision and timm; 2.13, 0.28 and 1.0.29 made explain.txt)

Weights and inputs are by the rule of golden.py. Each method is written here from its paper, without
looking at Loupe: `setup` has the class and the gain of the weights, `saliency` the gradient of the
class for the input, `guided` the same by guided backpropagation, `integrated` the integrated
gradients from 0 by the midpoint rule with 8 steps, `gap` what their sum and the class differ by
between the input and 0; `gradcam`, `gradcam++` and `layercam` the maps of the last layer with places,
enlarged linearly.
"""
import pathlib
import sys
import warnings

import torch
import torch.nn.functional as F

import golden
import golden_zoo

STEPS = 8
TRIES = 30
CASES = (
    ("lenet5", golden.lenet5, (1, 28, 28), 1.7, "4"),
    ("resnet20", golden.resnet20, (3, 32, 32), 1.7, "9"),
    ("resnet18", lambda: golden_zoo.small("resnet18")[1], (3, 64, 64), 1.4, "layer4"),
    ("mobilenet_v2", lambda: golden_zoo.small("mobilenet_v2")[1], (3, 64, 64), 1.7, "features.18"),
    ("resnet1d:width=8", lambda: golden.resnet1d(8), (1, 96), 1.7, "2"),
    ("r3d_18", lambda: golden_zoo.small("r3d_18")[1], (3, 8, 16, 16), 1.7, "layer3"),
)
LINEAR = {3: "linear", 4: "bilinear", 5: "trilinear"}


class Guided(torch.autograd.Function):
    """A rectifier up to a limit that lets only gradients above 0 back."""

    @staticmethod
    def forward(ctx, x, most):
        ctx.save_for_backward(x)
        ctx.most = most
        return x.clamp(0, most)

    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return g.clamp(min=0) * ((x > 0) & (x < ctx.most)), None


def gradient(net, x, k):
    x = x.clone().requires_grad_()
    net(x)[0, k].backward()
    return x.grad


def guided(net, x, k):
    relu, hardtanh = F.relu, F.hardtanh
    F.relu = lambda v, inplace=False: Guided.apply(v, float("inf"))
    F.hardtanh = lambda v, low, high, inplace=False: Guided.apply(v, high)
    try:
        return gradient(net, x, k)
    finally:
        F.relu, F.hardtanh = relu, hardtanh


def integrated(net, x, k):
    return x * sum(gradient(net, x * ((i + 0.5) / STEPS), k) for i in range(STEPS)) / STEPS


def inside(net, x, k, layer):
    """Values of a layer, and the gradients of the class for them."""
    kept = []
    hook = net.get_submodule(layer).register_forward_hook(lambda m, i, o: kept.append(o))
    y = net(x.clone().requires_grad_())[0, k]
    hook.remove()
    return kept[0].detach(), torch.autograd.grad(y, kept[0])[0]


def cams(a, g):
    places = tuple(range(2, a.dim()))
    squared = 2 * g**2 + a.sum(places, keepdim=True) * g**3
    alpha = torch.where(squared != 0, g**2 / torch.where(squared != 0, squared, torch.ones_like(g)), 0.0)
    for name, weights in (
        ("gradcam", g.mean(places, keepdim=True)),
        ("gradcam++", (alpha * g.clamp(min=0)).sum(places, keepdim=True)),
        ("layercam", g.clamp(min=0)),
    ):
        yield name, (weights * a).sum(1, keepdim=True).clamp(min=0)


def explain(net, x, k, layer):
    found = {"saliency": gradient(net, x, k), "guided": guided(net, x, k)}
    values = integrated(net, x, k)
    found["integrated"] = values
    found["gap"] = torch.stack([values.sum(), (net(x)[0, k] - net(x * 0)[0, k]).detach()])
    for method, small in cams(*inside(net, x, k, layer)):
        found[method] = F.interpolate(small, x.shape[2:], mode=LINEAR[x.dim()], align_corners=False)
    return found


def case(name, make, shape, gain, layer):
    """The first input at which no rectifier's value is so near to 0 that rounding decides its side."""
    net = make().eval()
    golden.fill(name, net, gain)
    for number in range(TRIES):
        x = golden.tensor(f"{name}/x{number}", (1,) + shape)
        k = net.double()(x)[0].argmax().item()
        exact = explain(net, x, k, layer)
        near = [explain(net, x * (1 + e), k, layer) for e in (6e-6, -6e-6)]
        near.append(explain(net.float(), x.float(), k, layer))
        error = max(((exact[m] - n[m]).abs().max() / exact[m].abs().max()).item() for m in exact for n in near)
        if error < 3e-5:
            break
    golden.record(name, "setup", torch.tensor([k, gain, number]))
    for method, values in exact.items():
        golden.record(name, method, values)
    print(name, "input", number, "error", error, flush=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    for c in CASES:
        case(*c)
    (folder / "explain.txt").write_text("\n".join(golden.lines) + "\n")


if __name__ == "__main__":
    main()
