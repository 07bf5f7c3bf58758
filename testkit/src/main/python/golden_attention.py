"""Writes what PyTorch says of attention in transformers, for GoldenAttentionTest.

usage: golden_attention.py FOLDER      (needs torch, torchvision and timm; 2.13, 0.28 and 1.0.29 made attention.txt)

Weights and inputs are by the rule of golden.py. Each method is written here from its paper, without
looking at Loupe: `setup` has the class and the gain of the weights; `first` and `last` the weights of
the first and last attention; `attention`, `rollout` and `gradient-attention` maps of the places, from
the class token or from all tokens as the network weighs them, enlarged linearly; `gradcam` that of the
tokens that the last attention reads, or of what the blocks give where there is no class token;
`distance` the mean attention distance of each head of each layer; `cosines` how alike the vectors of
positions are.
"""
import math
import pathlib
import sys
import warnings

import torch
import torch.nn.functional as F

import golden
import golden_zoo
import token_nets

CASES = (
    ("vit-lite-small", lambda: golden_zoo.make("vit-lite-small"), (3, 32, 32), (8, 8), 1),
    ("cct-2-3x2", lambda: golden_zoo.make("cct-2-3x2"), (3, 32, 32), (8, 8), 0),
    ("vit1d", lambda: golden_zoo.make("vit1d"), (1, 96), (12,), 1),
    ("vit3d", lambda: golden_zoo.make("vit3d"), (1, 28, 28, 28), (4, 4, 4), 1),
    ("vit_tiny_patch16_224", lambda: golden_zoo.small("vit_tiny_patch16_224")[1], (3, 64, 64), (4, 4), 1),
    ("deit_tiny_distilled_patch16_224", lambda: golden_zoo.small("deit_tiny_distilled_patch16_224")[1], (3, 64, 64),
     (4, 4), 2),
)
LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}
GAIN = 2.4
kept = []


def attend(self, x, *ignored, **more):
    """Attention that keeps its weights."""
    n, t, c = x.shape
    heads = self.heads if hasattr(self, "heads") else self.num_heads
    q, k, v = self.qkv(x).reshape(n, t, 3, heads, c // heads).permute(2, 0, 3, 1, 4)
    weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(c // heads), -1)
    kept.append(weights)
    return self.proj((weights @ v).transpose(1, 2).reshape(n, t, c))


def looked(net, x, k):
    """Weights of all layers, their gradients, the part of the answer that each token gives, and Grad-CAM."""
    kept.clear()
    caught = {}

    def catch(name):
        return lambda m, i, o: caught.__setitem__(name, o)

    pooled = getattr(net, "pool", None) is not None and hasattr(net.pool, "attention")
    layer = net.blocks if pooled else net.blocks[-1].norm1
    hooks = [layer.register_forward_hook(catch("layer"))]
    if pooled:
        hooks.append(net.pool.attention.register_forward_hook(catch("worth")))
    y = net(x.clone().requires_grad_())[0, k]
    weights = list(kept)
    gradients = torch.autograd.grad(y, weights + [caught["layer"]])
    for h in hooks:
        h.remove()
    worth = torch.softmax(caught["worth"][0, :, 0], 0) if pooled else None
    channels = gradients[-1][0].detach(), caught["layer"][0].detach()
    return [w[0].detach() for w in weights], [g[0] for g in gradients[:-1]], worth, channels


def rollout(weights):
    flow = torch.eye(weights[0].shape[-1], dtype=torch.float64)
    for w in weights:
        mixed = 0.5 * w.mean(0) + 0.5 * torch.eye(len(flow), dtype=torch.float64)
        flow = (mixed / mixed.sum(-1, keepdim=True)) @ flow
    return flow


def relevance(weights, gradients):
    flow = torch.eye(weights[0].shape[-1], dtype=torch.float64)
    for w, g in zip(weights, gradients):
        flow = flow + (g * w).clamp(min=0).mean(0) @ flow
    return flow


def distances(weights, places, size, first):
    grid = torch.stack(torch.meshgrid(*[torch.arange(p).double() * (s / p) for p, s in zip(places, size)],
                                      indexing="ij"), -1).reshape(-1, len(places))
    between = torch.cdist(grid, grid)
    rows = []
    for w in weights:
        among = w[:, first:, first:]
        rows.append(((among * between).sum(-1) / among.sum(-1)).mean(-1))
    return torch.cat(rows)


def case(name, make, shape, places, first):
    net = make().eval()
    golden.fill(name, net, GAIN)
    net = net.double()
    for block in net.blocks:
        type(block.attn).forward = attend
    x = golden.tensor(f"{name}/x", (1,) + shape)
    y = net(x)[0]
    k = y.argmax().item()
    weights, gradients, worth, (g, a) = looked(net, x, k)
    tokens = weights[0].shape[-1]
    assert tokens == first + math.prod(places), (name, tokens)
    if worth is None:
        worth = torch.zeros(tokens, dtype=torch.float64)
        worth[:first] = 1 / first

    def large(row):
        grid = row[first:].reshape(1, 1, *places)
        return F.interpolate(grid, shape[1:], mode=LINEAR[len(places)], align_corners=False)

    golden.record(name, "setup", torch.tensor([k, GAIN]))
    golden.record(name, "first", weights[0])
    golden.record(name, "last", weights[-1])
    golden.record(name, "attention", large(worth.detach() @ weights[-1].mean(0)))
    golden.record(name, "rollout", large(worth.detach() @ rollout(weights)))
    golden.record(name, "gradient-attention", large(worth.detach() @ relevance(weights, gradients)))
    golden.record(name, "gradcam", large((a * g[first:].mean(0)).sum(-1).clamp(min=0)))
    golden.record(name, "distance", distances(weights, places, shape[1:], first))
    positions = net.pos_embed[0].detach()
    if len(positions) == tokens:
        unit = F.normalize(positions[first:], dim=-1)
        golden.record(name, "cosines", unit @ unit.T)
    print(name, "class", k, "of", [round(v, 2) for v in y.tolist()], flush=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    for c in CASES:
        case(*c)
    (folder / "attention.txt").write_text("\n".join(golden.lines) + "\n")


if __name__ == "__main__":
    main()
