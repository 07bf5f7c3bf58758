"""Writes what PyTorch computes for weights and inputs made by a formula, for GoldenTest.

usage: golden.py FOLDER      (needs torch; 2.13 made the files in the repository)

Only outputs are stored: weights and inputs come from a hash of their name and index, the same in Java.
PyTorch computes in double precision, from inputs that are exact in single precision, so that a
difference is Loupe's rounding alone. One line a tensor: case, tensor, shape in PyTorch's order, the
largest absolute value, the step between stored values, and the values.
"""
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

MOST = 40  # values stored of a tensor, about
lines = []


def uniform(name, shape):
    """Multiples of 2^-23 in [-1, 1): FNV-1a of the name, mixed with the index by Murmur's finaliser."""
    h = 0x811C9DC5
    for byte in name.encode():
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    with np.errstate(over="ignore"):
        i = np.arange(math.prod(shape), dtype=np.uint32)
        z = np.uint32(h) ^ (i * np.uint32(0x9E3779B1))
        z ^= z >> np.uint32(16)
        z *= np.uint32(0x85EBCA6B)
        z ^= z >> np.uint32(13)
        z *= np.uint32(0xC2B2AE35)
        z ^= z >> np.uint32(16)
    v = (z >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-23) - np.float32(1)
    return v.reshape(shape)


def tensor(name, shape, scale=1.0, shift=0.0):
    v = uniform(name, shape) * np.float32(scale) + np.float32(shift)
    return torch.tensor(v.astype(np.float64))


def classes(name, shape, k):
    return torch.tensor(np.floor((uniform(name, shape).astype(np.float64) + 1) / 2 * k).astype(np.int64))


def fill(case, module, gain=1.7):
    """Every parameter and buffer by the rule that GoldenData has too."""
    with torch.no_grad():
        for name, p in list(module.named_parameters()) + list(module.named_buffers()):
            last = name.rsplit(".", 1)[-1]
            if last == "num_batches_tracked":
                continue
            if p.dim() > 1:
                scale, shift = gain / math.sqrt(p.numel() // p.shape[0]), 0.0
            elif last in ("weight", "running_var"):
                scale, shift = 0.25, 1.0
            else:
                scale, shift = 0.25, 0.0
            p.copy_(tensor(f"{case}/{name}", tuple(p.shape), scale, shift))


def record(case, name, t):
    flat = t.detach().double().reshape(-1).numpy()
    step = max(1, -(-flat.size // MOST))
    step += 1 - step % 2
    shape = "x".join(str(s) for s in t.shape) or "scalar"
    values = " ".join(f"{v:.9g}" for v in flat[::step])
    lines.append(f"{case} {name} {shape} {np.abs(flat).max():.9g} {step} {values}")


def layer(case, module, shape, scale=1.0, train=True):
    """Output, gradients for a formula-made gradient of the output, and running statistics."""
    module = module.double().train(train)
    fill(case, module)
    x = tensor(f"{case}/x", shape, scale).requires_grad_()
    y = module(x)
    (y * tensor(f"{case}/g", tuple(y.shape))).sum().backward()
    record(case, "y", y)
    record(case, "dx", x.grad)
    for name, p in module.named_parameters():
        record(case, "d." + name, p.grad)
    for name, p in module.named_buffers():
        if name.startswith("running") and train:
            record(case, name, p)


def loss(case, function, shape, target):
    p = tensor(f"{case}/x", shape, 3.0).requires_grad_()
    y = function(p, target)
    y.backward()
    record(case, "y", y)
    record(case, "dx", p.grad)


class SameConv(nn.Conv2d):
    def forward(self, x):
        return super().forward(F.pad(x, (0, 1, 0, 1)))


class ChannelNorm(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


class GlobalMean(nn.Module):
    def forward(self, x):
        return x.flatten(2).mean(2)


class GlobalMax(nn.Module):
    def forward(self, x):
        return x.flatten(2).amax(2)


class Squeeze(nn.Module):
    def __init__(self, channels, squeezed):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x):
        return x * torch.sigmoid(self.fc2(F.relu(self.fc1(x.mean((2, 3), keepdim=True)))))


def convolutions():
    layer("conv1d", nn.Conv1d(3, 5, 3, padding=1), (2, 3, 11))
    layer("conv1d-dilated", nn.Conv1d(4, 6, 3, stride=2, dilation=2, padding=2), (2, 4, 17))
    layer("conv2d", nn.Conv2d(3, 16, 3, padding=1), (2, 3, 9, 8))
    layer("conv2d-uneven", nn.Conv2d(5, 19, (5, 3), stride=(2, 3), padding=(2, 1)), (2, 5, 13, 11))
    layer("conv2d-dilated", nn.Conv2d(16, 33, 3, dilation=(2, 1), padding=(1, 0), bias=False), (1, 16, 9, 10))
    layer("conv2d-groups", nn.Conv2d(12, 18, 3, groups=3, padding=1), (2, 12, 6, 7))
    layer("conv2d-depthwise", nn.Conv2d(19, 19, 3, groups=19, stride=2, padding=1), (2, 19, 8, 7))
    layer("conv2d-multiplier", nn.Conv2d(6, 12, 3, groups=6, padding=1), (2, 6, 5, 6))
    layer("conv2d-pointwise", nn.Conv2d(33, 64, 1), (2, 33, 4, 5))
    layer("conv2d-stem", nn.Conv2d(3, 16, 7, stride=2, padding=3), (2, 3, 20, 19))
    layer("conv2d-even", nn.Conv2d(4, 6, 4, stride=2, padding=1), (2, 4, 10, 9))
    layer("conv2d-square", nn.Conv2d(32, 32, 3, padding=1), (2, 32, 12, 12))
    layer("conv2d-same", SameConv(6, 7, 3, stride=2), (2, 6, 8, 8))
    layer("conv3d", nn.Conv3d(2, 6, 3, padding=1), (1, 2, 5, 6, 7))
    layer("conv3d-uneven", nn.Conv3d(4, 8, (3, 2, 1), stride=(2, 1, 2), padding=(1, 1, 0)), (2, 4, 5, 4, 7))
    layer("transposed1d", nn.ConvTranspose1d(4, 6, 3, stride=2, padding=1, output_padding=1), (2, 4, 7))
    layer("transposed2d", nn.ConvTranspose2d(6, 4, 3, stride=2, padding=1, output_padding=1), (2, 6, 5, 4))
    layer("transposed2d-uneven", nn.ConvTranspose2d(8, 5, (4, 3), stride=(3, 2), padding=(1, 0), output_padding=(2, 0)), (2, 8, 4, 5))
    layer("transposed2d-groups", nn.ConvTranspose2d(6, 9, 3, stride=2, padding=1, groups=3), (2, 6, 4, 5))
    layer("transposed2d-dilated", nn.ConvTranspose2d(4, 6, 3, dilation=2, padding=2), (2, 4, 6, 5))
    layer("transposed3d", nn.ConvTranspose3d(3, 4, 2, stride=2), (1, 3, 3, 4, 2))
    layer("dense", nn.Linear(19, 33), (5, 19))


def pools():
    layer("max1d", nn.MaxPool1d(3, 2), (2, 5, 12))
    layer("max2d", nn.MaxPool2d(2), (2, 6, 7, 8))
    layer("max2d-padded", nn.MaxPool2d(3, 2, padding=1), (2, 6, 8, 7))
    layer("max2d-up", nn.MaxPool2d(3, 2, ceil_mode=True), (2, 4, 8, 7))
    layer("max2d-dilated", nn.MaxPool2d(3, 1, padding=1, dilation=2), (2, 4, 8, 7))
    layer("max3d", nn.MaxPool3d((2, 3, 2)), (1, 5, 4, 6, 5))
    layer("average1d", nn.AvgPool1d(3, 2), (2, 5, 12))
    layer("average2d", nn.AvgPool2d(3, 2, padding=1), (2, 6, 8, 7))
    layer("average2d-inside", nn.AvgPool2d(3, 2, padding=1, count_include_pad=False), (2, 6, 8, 7))
    layer("average2d-up", nn.AvgPool2d(3, 2, padding=1, ceil_mode=True), (2, 6, 8, 6))
    layer("average2d-up-inside", nn.AvgPool2d(3, 2, padding=1, ceil_mode=True, count_include_pad=False), (2, 6, 8, 6))
    layer("average3d", nn.AvgPool3d((2, 3, 2)), (1, 5, 4, 6, 5))
    layer("adaptive1d", nn.AdaptiveAvgPool1d(4), (2, 5, 11))
    layer("adaptive2d", nn.AdaptiveAvgPool2d((3, 2)), (2, 5, 8, 7))
    layer("adaptive2d-max", nn.AdaptiveMaxPool2d(3), (2, 5, 8, 7))
    layer("adaptive3d", nn.AdaptiveAvgPool3d(2), (1, 3, 5, 4, 3))
    layer("global-mean", GlobalMean(), (2, 19, 5, 6))
    layer("global-max", GlobalMax(), (2, 19, 5, 6))


def norms():
    layer("batch1d", nn.BatchNorm1d(6), (8, 6))
    layer("batch2d", nn.BatchNorm2d(19), (3, 19, 5, 4))
    layer("batch2d-use", nn.BatchNorm2d(19), (3, 19, 5, 4), train=False)
    layer("batch3d", nn.BatchNorm3d(5), (2, 5, 3, 4, 2))
    layer("layer", nn.LayerNorm(33), (5, 33))
    layer("layer2d", ChannelNorm(16), (2, 16, 4, 5))
    layer("group2d", nn.GroupNorm(4, 16), (3, 16, 5, 4))
    layer("group1", nn.GroupNorm(1, 6), (3, 6, 7))
    layer("instance1d", nn.InstanceNorm1d(5, affine=True), (3, 5, 9))
    layer("instance2d", nn.InstanceNorm2d(7), (3, 7, 4, 5))
    layer("response", nn.LocalResponseNorm(5), (2, 19, 3, 4))
    layer("response-strong", nn.LocalResponseNorm(4, alpha=0.5, beta=0.75, k=2.0), (2, 19, 3, 4))


def others():
    layer("nearest1d", nn.Upsample(scale_factor=2), (2, 3, 5))
    layer("nearest2d-size", nn.Upsample(size=(7, 5)), (2, 3, 4, 3))
    layer("linear1d", nn.Upsample(scale_factor=3, mode="linear"), (2, 3, 5))
    layer("linear2d", nn.Upsample(scale_factor=2, mode="bilinear"), (2, 3, 5, 4))
    layer("linear2d-aligned", nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), (2, 3, 5, 4))
    layer("linear2d-size", nn.Upsample(size=(7, 3), mode="bilinear"), (2, 3, 5, 4))
    layer("linear3d", nn.Upsample(scale_factor=2, mode="trilinear"), (1, 2, 3, 4, 2))
    layer("pad-zeros", nn.ZeroPad2d(2), (2, 3, 4, 5))
    layer("pad-reflect", nn.ReflectionPad2d((1, 1, 2, 2)), (2, 3, 4, 5))
    layer("pad-edge", nn.ReplicationPad2d(2), (2, 3, 4, 5))
    layer("softmax", nn.Softmax(1), (5, 19), 3.0)
    layer("log-softmax", nn.LogSoftmax(1), (2, 6, 3, 4), 3.0)
    layer("prelu", nn.PReLU(), (2, 6, 3, 4))
    layer("prelu-channels", nn.PReLU(6), (2, 6, 3, 4))
    layer("squeeze", Squeeze(12, 3), (2, 12, 4, 5))
    functions = {
        "relu": nn.ReLU(), "relu6": nn.ReLU6(), "leaky_relu": nn.LeakyReLU(), "elu": nn.ELU(),
        "selu": nn.SELU(), "gelu": nn.GELU(), "gelu_tanh": nn.GELU("tanh"), "silu": nn.SiLU(),
        "hard_swish": nn.Hardswish(), "hard_sigmoid": nn.Hardsigmoid(), "sigmoid": nn.Sigmoid(),
        "tanh": nn.Tanh(),
    }
    for name, f in functions.items():
        layer(name, f, (2, 40), 8.0)


def dice(p, t):
    s, axes = torch.sigmoid(p), (2, 3)
    return (1 - (2 * (s * t).sum(axes) + 1) / (s.sum(axes) + t.sum(axes) + 1)).mean()


def focal(p, t):
    """As torchvision.ops.sigmoid_focal_loss defines it, gamma 2 and alpha 0.25."""
    q = torch.sigmoid(p)
    right = q * t + (1 - q) * (1 - t)
    weight = 0.25 * t + 0.75 * (1 - t)
    return (weight * (1 - right) ** 2 * F.binary_cross_entropy_with_logits(p, t, reduction="none")).mean()


def losses():
    k = 7
    w = tensor("weights/w", (k,), 0.5, 1.0)
    hard = lambda case, *shape: classes(f"{case}/t", shape, k)
    soft = lambda case: torch.tensor((lambda v: v / v.sum(1, keepdims=True))(
        np.round((uniform(f"{case}/t", (9, k)).astype(np.float64) + 1) * 4) + 1).astype(np.float32).astype(np.float64))
    for case, options in {
        "cross-entropy": {}, "cross-entropy-smooth": {"label_smoothing": 0.125},
        "cross-entropy-weights": {"weight": w},
        "cross-entropy-both": {"weight": w, "label_smoothing": 0.125},
    }.items():
        loss(case, nn.CrossEntropyLoss(**options), (9, k), hard(case, 9))
        loss(case + "-soft", nn.CrossEntropyLoss(**options), (9, k), soft(case + "-soft"))
    loss("cross-entropy-places", nn.CrossEntropyLoss(weight=w), (2, k, 3, 4), hard("cross-entropy-places", 2, 3, 4))
    shape = (3, 5)
    probability = lambda case: tensor(f"{case}/t", shape, 0.5, 0.5)
    binary = lambda case, s: classes(f"{case}/t", s, 2).double()
    loss("binary", nn.BCEWithLogitsLoss(), shape, probability("binary"))
    loss("mean-squared", nn.MSELoss(), shape, probability("mean-squared"))
    loss("l1", nn.L1Loss(), shape, probability("l1"))
    loss("huber", nn.HuberLoss(), shape, probability("huber"))
    loss("huber-small", nn.HuberLoss(delta=0.25), shape, probability("huber-small"))
    loss("dice", dice, (2, 3, 4, 5), binary("dice", (2, 3, 4, 5)))
    loss("focal", focal, shape, binary("focal", shape))


def conv_norm(nd, i, o, k, stride, relu=True):
    conv, norm = {1: (nn.Conv1d, nn.BatchNorm1d), 2: (nn.Conv2d, nn.BatchNorm2d), 3: (nn.Conv3d, nn.BatchNorm3d)}[nd]
    parts = [conv(i, o, k, stride, k // 2, bias=False), norm(o)]
    return nn.Sequential(*parts, nn.ReLU()) if relu else nn.Sequential(*parts)


class Block(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.a = conv_norm(2, i, o, 3, stride)
        self.b = conv_norm(2, o, o, 3, 1, relu=False)
        self.d = nn.Identity() if stride == 1 and i == o else conv_norm(2, i, o, 1, stride, relu=False)

    def forward(self, x):
        return F.relu(self.b(self.a(x)) + self.d(x))


class HeartBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv1d(32, 32, 5, padding=2)
        self.b = nn.Conv1d(32, 32, 5, padding=2)

    def forward(self, x):
        return F.max_pool1d(F.relu(x + self.b(F.relu(self.a(x)))), 5, 2)


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def resnet20():
    blocks, width = [], 16
    for stage, o in enumerate((16, 32, 64)):
        for n in range(3):
            blocks.append(Block(width, o, 2 if stage and n == 0 else 1))
            width = o
    return nn.Sequential(conv_norm(2, 3, 16, 3, 1), *blocks, GlobalMean(), nn.Linear(64, 10))


def ecg1d():
    return nn.Sequential(
        conv_norm(1, 1, 32, 5, 1), *[HeartBlock() for _ in range(5)],
        nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 5))


class Wide(nn.Module):
    """A block of a wide residual network; the first of a stage has a convolution as its shortcut."""

    def __init__(self, i, o, stride):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(i)
        self.conv1 = nn.Conv2d(i, o, 3, stride, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(o)
        self.conv2 = nn.Conv2d(o, o, 3, 1, 1, bias=False)
        self.shortcut = nn.Conv2d(i, o, 1, stride, bias=False) if i != o else None

    def forward(self, x):
        z = F.relu(self.norm1(x))
        y = self.conv2(F.relu(self.norm2(self.conv1(z))))
        return y + (x if self.shortcut is None else self.shortcut(z))


def wrn(depth, times):
    blocks, width = [], 16
    for stage in range(3):
        for n in range((depth - 4) // 6):
            blocks.append(Wide(width, 16 * times << stage, 2 if stage and n == 0 else 1))
            width = 16 * times << stage
    return nn.Sequential(nn.Conv2d(3, 16, 3, padding=1, bias=False), *blocks, nn.BatchNorm2d(width), nn.ReLU(),
                         GlobalMean(), nn.Linear(width, 10))


def named(**parts):
    net = nn.Sequential()
    for name, part in parts.items():
        net.add_module(name, part)
    return net


class Nine(nn.Module):
    def __init__(self, w, f):
        super().__init__()
        part = lambda i, o: dict(conv=nn.Conv2d(i, o, 3, padding=1, bias=False), norm=nn.BatchNorm2d(o), f=f())
        both = lambda c: named(a=named(**part(c, c)), b=named(**part(c, c)))
        self.prep = named(**part(3, w))
        self.layer1 = named(**part(w, 2 * w), pool=nn.MaxPool2d(2), residual=both(2 * w))
        self.layer2 = named(**part(2 * w, 4 * w), pool=nn.MaxPool2d(2))
        self.layer3 = named(**part(4 * w, 8 * w), pool=nn.MaxPool2d(2), residual=both(8 * w))
        self.linear = nn.Linear(8 * w, 10, bias=False)

    def forward(self, x):
        def stage(s, x):
            y = s[:4](x)
            return y + s.residual(y)
        y = stage(self.layer3, self.layer2(stage(self.layer1, self.prep(x))))
        return 0.125 * self.linear(F.max_pool2d(y, 4).flatten(1))


class SeriesBlock(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        conv = lambda i, o, k: [nn.Conv1d(i, o, k, padding="same", bias=False), nn.BatchNorm1d(o)]
        self.a = nn.Sequential(*conv(i, o, 8), nn.ReLU())
        self.b = nn.Sequential(*conv(o, o, 5), nn.ReLU())
        self.c = nn.Sequential(*conv(o, o, 3))
        self.d = nn.BatchNorm1d(o) if i == o else nn.Sequential(*conv(i, o, 1))

    def forward(self, x):
        return F.relu(self.c(self.b(self.a(x))) + self.d(x))


def resnet1d(w):
    return nn.Sequential(SeriesBlock(1, w), SeriesBlock(w, 2 * w), SeriesBlock(2 * w, 2 * w), GlobalMean(),
                         nn.Linear(2 * w, 2))


def m5(w):
    """The padding of the first convolution is SAME's for lengths that are multiples of 4."""
    block = lambda *conv: [nn.Sequential(nn.Conv1d(*conv, bias=False), nn.BatchNorm1d(conv[1]), nn.ReLU()),
                           nn.MaxPool1d(4)]
    return nn.Sequential(*block(1, w, 80, 4, 38), *block(w, w, 3, 1, 1), *block(w, 2 * w, 3, 1, 1),
                         *block(2 * w, 4 * w, 3, 1, 1), GlobalMean(), nn.Linear(4 * w, 10))


def speccnn(w):
    parts, i = [], 1
    for o in (w, 2 * w, 4 * w, 8 * w):
        parts += [conv_norm(2, i, o, 3, 1), nn.MaxPool2d(2)]
        i = o
    return nn.Sequential(*parts, GlobalMean(), nn.Linear(i, 10))


def smallcnn(w):
    return nn.Sequential(conv_norm(2, 1, w, 3, 1), Block(w, w, 1), Block(w, w, 2), Block(w, w, 1), Block(w, w, 2),
                         Block(w, w, 1), GlobalMean(), nn.Linear(w, 10))


class UNet(nn.Module):
    def __init__(self, nd, depth, w, nearest=False):
        super().__init__()
        self.depth, self.pool = depth, {2: F.max_pool2d, 3: F.max_pool3d}[nd]
        twice = lambda i, m, o: named(a=conv_norm(nd, i, m, 3, 1), b=conv_norm(nd, m, o, 3, 1))
        conv, up = {2: (nn.Conv2d, nn.ConvTranspose2d), 3: (nn.Conv3d, nn.ConvTranspose3d)}[nd]
        for level in range(depth + 1):
            i, o = w << level >> 1 if level else 1, w << level
            setattr(self, f"down{level}", twice(i, o, o) if nd == 2 else twice(i, o // 2, o))
            if level:
                to = o // 2 if nd == 2 else o
                setattr(self, f"up{level - 1}", nn.Sequential(nn.Upsample(scale_factor=2), conv(o, to, 3, padding=1))
                        if nearest else up(o, to, 2, 2))
                setattr(self, f"merge{level - 1}", twice(to + o // 2, o // 2, o // 2))
        self.head = conv(w, 2, 1)

    def forward(self, x, level=0):
        y = getattr(self, f"down{level}")(x)
        if level < self.depth:
            up = getattr(self, f"up{level}")(self.forward(self.pool(y, 2), level + 1))
            y = getattr(self, f"merge{level}")(torch.cat([y, up], 1))
        return y if level else self.head(y)


def families():
    """Small nets of all families: their names in the registry, nets, inputs and numbers of classes."""
    return (
        ("lenet5", lenet5(), (4, 1, 28, 28), 10), ("resnet20", resnet20(), (4, 3, 32, 32), 10),
        ("ecg1d", ecg1d(), (4, 1, 187), 5), ("wrn-16-1", wrn(16, 1), (4, 3, 32, 32), 10),
        ("resnet9:width=4,activation=elu", Nine(4, nn.ELU), (4, 3, 32, 32), 10),
        ("resnet1d:width=8", resnet1d(8), (4, 1, 96), 2), ("m5:width=8", m5(8), (4, 1, 1200), 10),
        ("speccnn:width=8", speccnn(8), (4, 1, 33, 40), 10), ("smallcnn:width=8", smallcnn(8), (4, 1, 28, 28), 10),
        ("unet:depth=2,width=4", UNet(2, 2, 4), (4, 1, 16, 12), 2),
        ("unet:depth=2,width=4,up=nearest", UNet(2, 2, 4, True), (4, 1, 16, 12), 2),
        ("unet3d:depth=2,width=4", UNet(3, 2, 4), (4, 1, 8, 12, 4), 2))


def nets():
    """Logits in use, the losses of two training steps (SGD, rate 0.01, momentum 0.9), and logits then."""
    for case, net, shape, k in families():
        net = net.double()
        fill(case, net)
        x = tensor(f"{case}/x", shape)
        y = net.eval()(x)
        t = classes(f"{case}/t", y.shape[:1] + y.shape[2:], k)
        record(case, "logits", y)
        optimiser = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9)
        net.train()
        for step in range(2):
            optimiser.zero_grad()
            y = F.cross_entropy(net(x), t)
            record(case, f"loss{step}", y)
            y.backward()
            optimiser.step()
        record(case, "trained", net.eval()(x))


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for name, write in (("layers", (convolutions, pools, norms, others)), ("losses", (losses,)), ("nets", (nets,))):
        lines.clear()
        for w in write:
            w()
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
