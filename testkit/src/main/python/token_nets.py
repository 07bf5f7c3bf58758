"""Transformers that neither torchvision nor timm has, written from the papers, for golden_zoo.py.

Dosovitskiy et al. 2021 (blocks that normalise first), Hassani et al. 2021 (ViT-Lite, CVT, CCT:
sequence pooling, tokenizers of convolutions), for one to three spatial axes. Parameters have timm's
names where timm has the part. As in the tables of parameters of Hassani et al., the projection to
queries, keys and values has no bias in networks of that paper.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

CONV = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}


class Attention(nn.Module):
    def __init__(self, width, heads, bias):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=bias)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        n, t, c = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(c // self.heads), -1)
        return self.proj((weights @ v).transpose(1, 2).reshape(n, t, c))


class Mlp(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, width, heads, ratio, bias, epsilon):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, epsilon)
        self.attn = Attention(width, heads, bias)
        self.norm2 = nn.LayerNorm(width, epsilon)
        self.mlp = Mlp(width, ratio * width)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Patches(nn.Module):
    def __init__(self, nd, channels, width, patch):
        super().__init__()
        self.proj = CONV[nd](channels, width, patch, patch)

    def forward(self, x):
        return self.proj(x).flatten(2).transpose(1, 2)


class Tokenizer(nn.Sequential):
    """Convolutions that keep the size, each with a ReLU and a maximum over 3 places, every other."""

    def __init__(self, channels, width, layers, kernel):
        sizes = [channels] + [64] * (layers - 1) + [width]
        super().__init__(*[nn.Conv2d(i, o, kernel, padding=kernel // 2, bias=False)
                           for i, o in zip(sizes, sizes[1:])])

    def forward(self, x):
        for conv in self:
            x = F.max_pool2d(F.relu(conv(x)), 3, 2, 1)
        return x.flatten(2).transpose(1, 2)


class SequencePool(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.attention = nn.Linear(width, 1)

    def forward(self, x):
        return (torch.softmax(self.attention(x), 1) * x).sum(1)


def sines(tokens, width):
    """Vaswani et al. 2017, section 3.5."""
    at = torch.arange(tokens, dtype=torch.float64)[:, None]
    rate = 10000 ** (-2 * (torch.arange(width) // 2).double() / width)
    angle = at * rate
    return torch.where(torch.arange(width) % 2 == 0, angle.sin(), angle.cos())[None]


class TokenNet(nn.Module):
    """A transformer with a class token, or with sequence pooling, which needs none."""

    def __init__(self, embed, tokens, width, depth, heads, ratio, classes, token=True, sine=False,
                 bias=False, epsilon=1e-5):
        super().__init__()
        self.patch_embed = embed
        self.cls_token = nn.Parameter(torch.randn(1, 1, width) * 0.02) if token else None
        count = tokens + (1 if token else 0)
        self.pos_embed = None if sine else nn.Parameter(torch.randn(1, count, width) * 0.02)
        self.sines = sines(count, width) if sine else None
        self.blocks = nn.Sequential(*[Block(width, heads, ratio, bias, epsilon) for _ in range(depth)])
        self.norm = nn.LayerNorm(width, epsilon)
        self.pool = None if token else SequencePool(width)
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        x = self.patch_embed(x)
        if self.cls_token is not None:
            x = torch.cat([self.cls_token.expand(len(x), -1, -1), x], 1)
        x = x + (self.sines.to(x) if self.pos_embed is None else self.pos_embed)
        x = self.norm(self.blocks(x))
        return self.head(x[:, 0] if self.pool is None else self.pool(x))


def lite(depth, patch, width, heads, ratio, classes, **options):
    return TokenNet(Patches(2, 3, width, patch), (32 // patch) ** 2, width, depth, heads, ratio, classes, **options)


def convolutional(depth, layers, kernel, width, heads, ratio, classes, **options):
    tokens = (32 >> layers) ** 2
    return TokenNet(Tokenizer(3, width, layers, kernel), tokens, width, depth, heads, ratio, classes,
                    token=False, **options)


MAKERS = {
    "vit-lite-6-4": lambda k: lite(6, 4, 256, 4, 2, k),
    "vit-lite-7-4": lambda k: lite(7, 4, 256, 4, 2, k),
    "vit-lite-small": lambda k: lite(5, 4, 80, 5, 2, k),
    "cvt-7-4": lambda k: lite(7, 4, 256, 4, 2, k, token=False),
    "cct-2-3x2": lambda k: convolutional(2, 2, 3, 128, 2, 1, k),
    "cct-7-3x1": lambda k: convolutional(7, 1, 3, 256, 4, 2, k),
    "cct-2-3x2:positions=sine": lambda k: convolutional(2, 2, 3, 128, 2, 1, k, sine=True),
    "vit1d": lambda k: TokenNet(Patches(1, 1, 64, 8), 12, 64, 4, 4, 2, k),
    "vit3d": lambda k: TokenNet(Patches(3, 1, 96, 7), 64, 96, 6, 4, 2, k),
}
CLASSES = {"vit1d": 2, "vit3d": 11}
SHAPES = {"vit1d": (1, 96), "vit3d": (1, 28, 28, 28)}
