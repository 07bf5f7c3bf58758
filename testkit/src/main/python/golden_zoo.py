"""Writes what torchvision and timm compute for the networks of the zoo, for GoldenZooTest.

usage: golden_zoo.py FOLDER      (needs torch, torchvision and timm; 2.13, 0.28 and 1.0.29 made zoo.txt)

Three lines a network, in the form that golden.py describes. `state`: a hash of the sorted names and
shapes of all parameters and buffers of the network as it is defined, how many values are trained,
and the gain of the weights below. `x`: the shape of the inputs. `logits`: what comes out for two
inputs and 10 classes, with weights by the rule of golden.py but for the gain, which is the one of a
few that makes the logits differ most between the inputs, at a size between 0.1 and 100.
"""
import hashlib
import pathlib
import sys
import warnings

import torch
import torch.nn as nn
import torch.nn.functional as F

import golden
import token_nets

# Only models are used: operators for boxes that this build may lack are not declared.
declare = torch.library.register_fake
torch.library.register_fake = lambda op, *a, **k: (
    (lambda f: f) if str(op).startswith("torchvision::") else declare(op, *a, **k))
import timm
import torchvision

torch.library.register_fake = declare

CLASSES = 10
GAINS = (1.0, 1.4, 1.7, 2.0, 2.4, 2.8)
OF_TIMM = ("mobilenetv1_100", "resnetv2_50", "convnext_atto", "convmixer_768_32")
TOKENS = ("vit_tiny_patch16_224", "vit_tiny_patch8_224", "vit_small_patch16_224", "vit_base_patch16_224", "vit_small_patch8_224",
          "vit_base_patch8_224", "deit_tiny_patch16_224", "deit_tiny_distilled_patch16_224")
NAMES = """alexnet vgg11 vgg13 vgg16 vgg19 vgg11_bn vgg13_bn vgg16_bn vgg19_bn googlenet inception_v3
    resnet18 resnet34 resnet50 resnet101 resnet152 resnext50_32x4d wide_resnet50_2 resnetv2_50
    densenet121 densenet169 squeezenet1_0 squeezenet1_1 mobilenetv1_100 mobilenet_v2
    mobilenet_v3_small mobilenet_v3_large shufflenet_v2_x0_5 shufflenet_v2_x1_0 mnasnet0_5 mnasnet1_0
    efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3 efficientnet_v2_s regnet_y_400mf
    convnext_tiny convnext_atto r3d_18 resnet20-a convmixer_768_32 convmixer-256-8""".split()
NAMES += list(TOKENS) + list(token_nets.MAKERS)
SHAPES = {"inception_v3": (3, 80, 80), "r3d_18": (3, 4, 32, 32), "resnet20-a": (3, 32, 32),
          "convmixer_768_32": (3, 56, 56), "convmixer-256-8": (3, 16, 16)}
SHAPES.update({name: (3, 32, 32) for name in token_nets.MAKERS} | token_nets.SHAPES)


class Padded(nn.Module):
    """A block whose shortcut keeps every other value and has zeros for the further channels."""

    def __init__(self, i, o, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(i, o, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(o)
        self.conv2 = nn.Conv2d(o, o, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(o)
        self.stride, self.more = stride, (o - i) // 2

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + F.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, self.more, self.more)))


class PaddedNet(nn.Module):
    def __init__(self, depth, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        i = 16
        for stage in range(3):
            blocks = []
            for n in range((depth - 2) // 6):
                blocks.append(Padded(i, 16 << stage, 2 if stage and n == 0 else 1))
                i = 16 << stage
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.linear = nn.Linear(64, classes)

    def forward(self, x):
        y = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.linear(y.mean((2, 3)))


def make(name, classes=None, **more):
    """A network as its source defines it, or with another number of classes, or with more options."""
    options = {} if classes is None else {"num_classes": classes}
    if name.endswith("-a"):
        return PaddedNet(int(name[6:-2]), classes or 10)
    if name in token_nets.MAKERS:
        return token_nets.MAKERS[name](classes or token_nets.CLASSES.get(name, 10))
    if name == "convmixer-256-8":
        return timm.models.convmixer.ConvMixer(256, 8, 5, 2, num_classes=classes or 10)
    if name == "vit_tiny_patch8_224":
        return timm.models.vision_transformer.VisionTransformer(
            patch_size=8, embed_dim=192, num_heads=3, **options, **more)
    if name in TOKENS:  # of some timm has the body alone by default
        return timm.create_model(name, num_classes=classes or 1000, **more)
    if name in OF_TIMM:
        return timm.create_model(name, **options)
    if name in ("googlenet", "inception_v3"):
        options.update(aux_logits=False, init_weights=False)
    return torchvision.models.get_model(name, **options)


def small(name):
    """With 10 classes; of large dense layers a small part, which the name says."""
    # Positions are learned for pictures of 224, and interpolated for those here.
    net = make(name, CLASSES, **({"dynamic_img_size": True} if name in TOKENS else {}))
    if name == "alexnet" or name.startswith("vgg"):
        layers = [i for i, layer in enumerate(net.classifier) if isinstance(layer, nn.Linear)]
        inputs = net.classifier[layers[0]].in_features
        for i, o in zip(layers, (64, 64, CLASSES)):
            net.classifier[i] = nn.Linear(inputs, o)
            inputs = o
        return name + ":hidden=64", net
    return name, net


def state(net):
    tensors = {k: v for k, v in net.state_dict().items() if not k.endswith("num_batches_tracked")}
    lines = sorted(f"{k} {'x'.join(str(s) for s in v.shape)}\n" for k, v in tensors.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def best_gain(case, net, x):
    found = []
    for gain in GAINS:
        golden.fill(case, net, gain)
        y = net(x.float())
        size = y.abs().max().item()
        if 0.1 < size < 100:
            found.append(((y[0] - y[1]).abs().max().item() / size, gain))
    return max(found)


def network(name):
    full = make(name)
    count = sum(p.numel() for p in full.parameters())
    full_state = state(full)
    del full
    case, net = small(name)
    net.eval()
    x = golden.tensor(f"{case}/x", (2,) + SHAPES.get(name, (3, 64, 64)))
    difference, gain = best_gain(case, net, x)
    net = net.double()
    golden.fill(case, net, gain)
    golden.lines.append(f"{case} state {full_state} {count} 1 {gain:g}")
    golden.lines.append(f"{case} x {'x'.join(str(s) for s in x.shape)} 1 1")
    golden.record(case, "logits", net(x))
    print(case, "gain", gain, "largest", golden.lines[-1].split()[3], "differs by", round(difference, 3), flush=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    with torch.no_grad():
        for name in sys.argv[2:] or NAMES:
            network(name)
    (folder / "zoo.txt").write_text("\n".join(golden.lines) + "\n")


if __name__ == "__main__":
    main()
