package dev.loupe.testkit.problems;

import dev.loupe.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;

/// The distinct convolutions of well-known networks, at a batch of 1.
///
/// Too large for a double oracle, so they are not in [Problems]: benchmarks take them as they are.
public final class NetworkLayers {
  private static final List<NetworkLayer> ALL =
      Stream.of(
              resnet50(),
              residual("resnet18-cifar", List.of(64, 128, 256, 512), 2, 32, 32, 3),
              vgg11(),
              mobilenetV2(),
              lenet5(),
              ecg1d(),
              residual("resnet18-3d", List.of(64, 128, 256, 512), 2, 28, 28, 28, 1),
              residual("resnet20", List.of(16, 32, 64), 3, 32, 32, 3),
              unet3d())
          .flatMap(List::stream)
          .toList();

  private NetworkLayers() {}

  /// Every layer of every network.
  public static List<NetworkLayer> all() {
    return ALL;
  }

  /// The names of the networks.
  public static List<String> nets() {
    return ALL.stream().map(NetworkLayer::net).distinct().toList();
  }

  /// The layers of a network; none where the name is unknown.
  public static List<NetworkLayer> of(String net) {
    return ALL.stream().filter(l -> l.net().equals(net)).toList();
  }

  /// He et al., Deep Residual Learning, CVPR 2016, table 1; stride in the 3x3, as in torchvision.
  private static List<NetworkLayer> resnet50() {
    NetworkTrace t = new NetworkTrace("resnet50", 224, 224, 3).conv(64, 7, 2).pool(3, 2, 1);
    int[] blocks = {3, 4, 6, 3};
    for (int stage = 0; stage < blocks.length; stage++) {
      int width = 64 << stage;
      for (int block = 0; block < blocks[stage]; block++) {
        Shape in = t.at();
        int stride = stage > 0 && block == 0 ? 2 : 1;
        if (block == 0) {
          t.conv(4 * width, 1, stride).from(in);
        }
        t.conv(width, 1, 1).conv(width, 3, stride).conv(4 * width, 1, 1);
      }
    }
    return t.layers();
  }

  /// The same paper, sections 4.1 and 4.2: blocks of two convolutions, a stem that keeps the size.
  private static List<NetworkLayer> residual(
      String net, List<Integer> widths, int blocks, int... input) {
    NetworkTrace t = new NetworkTrace(net, input).conv(widths.get(0), 3, 1);
    for (int stage = 0; stage < widths.size(); stage++) {
      int width = widths.get(stage);
      for (int block = 0; block < blocks; block++) {
        Shape in = t.at();
        int stride = stage > 0 && block == 0 ? 2 : 1;
        if (stride == 2) {
          t.conv(width, 1, 2).from(in);
        }
        t.conv(width, 3, stride).conv(width, 3, 1);
      }
    }
    return t.layers();
  }

  /// Simonyan and Zisserman, Very Deep Convolutional Networks, ICLR 2015, table 1, A.
  private static List<NetworkLayer> vgg11() {
    return new NetworkTrace("vgg11-cifar", 32, 32, 3)
        .conv(64, 3, 1)
        .pool(2, 2, 0)
        .conv(128, 3, 1)
        .pool(2, 2, 0)
        .conv(256, 3, 1)
        .conv(256, 3, 1)
        .pool(2, 2, 0)
        .conv(512, 3, 1)
        .conv(512, 3, 1)
        .pool(2, 2, 0)
        .conv(512, 3, 1)
        .conv(512, 3, 1)
        .layers();
  }

  /// Sandler et al., MobileNetV2, CVPR 2018, table 2.
  private static List<NetworkLayer> mobilenetV2() {
    NetworkTrace t = new NetworkTrace("mobilenet_v2", 224, 224, 3).conv(32, 3, 2);
    // Expansion, output channels, repetitions, stride of the first.
    int[][] stages = {
      {1, 16, 1, 1},
      {6, 24, 2, 2},
      {6, 32, 3, 2},
      {6, 64, 4, 2},
      {6, 96, 3, 1},
      {6, 160, 3, 2},
      {6, 320, 1, 1}
    };
    for (int[] s : stages) {
      for (int i = 0; i < s[2]; i++) {
        if (s[0] > 1) {
          t.conv(s[0] * t.at().channels(), 1, 1);
        }
        t.depthwise(i == 0 ? s[3] : 1).conv(s[1], 1, 1);
      }
    }
    return t.conv(1280, 1, 1).layers();
  }

  /// LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998.
  private static List<NetworkLayer> lenet5() {
    return new NetworkTrace("lenet5", 28, 28, 1)
        .conv(6, 5, 1)
        .pool(2, 2, 0)
        .conv(16, 5, 1, 0, 1)
        .layers();
  }

  /// Kachuee et al., ECG Heartbeat Classification, ICHI 2018, figure 2.
  private static List<NetworkLayer> ecg1d() {
    NetworkTrace t = new NetworkTrace("ecg1d", 187, 1).conv(32, 5, 1);
    for (int block = 0; block < 5; block++) {
      t.conv(32, 5, 1).conv(32, 5, 1).pool(5, 2, 0);
    }
    return t.layers();
  }

  /// Cicek et al., 3D U-Net, MICCAI 2016, figure 2, with padding and a smaller volume.
  private static List<NetworkLayer> unet3d() {
    NetworkTrace t = new NetworkTrace("unet3d", 32, 32, 32, 3);
    for (int width = 32; width < 256; width *= 2) {
      t.conv(width, 3, 1).conv(2 * width, 3, 1).pool(2, 2, 0);
    }
    t.conv(256, 3, 1).conv(512, 3, 1);
    for (int width = 256; width >= 64; width /= 2) {
      Shape joined = t.up(2 * width).at().with(-1, 3 * width);
      t.from(joined).conv(width, 3, 1).conv(width, 3, 1);
    }
    return t.conv(3, 1, 1).layers();
  }
}
