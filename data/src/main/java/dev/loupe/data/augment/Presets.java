package dev.loupe.data.augment;

import dev.loupe.data.Dataset;
import dev.loupe.tensor.Shape;
import java.util.List;

/// What the names of presets mean for some data.
final class Presets {
  /// Weakest first.
  static final List<String> NAMES = List.of("none", "light", "standard", "strong");

  /// From this size on, photographs have room for parts of other sizes.
  private static final int LARGE = 64;

  private Presets() {}

  /// The text of a preset; empty where nothing is changed.
  static String text(String name, Shape shape, boolean photographs) {
    boolean strong = name.equals("strong");
    return switch (name) {
      case "none" -> "";
      case "light" -> shape.rank() == 3 ? light(shape, photographs) : "";
      default ->
          switch (shape.rank()) {
            case 2 -> signals(shape.size(0), strong);
            case 3 ->
                photographs
                    ? photographs(Math.min(shape.size(0), shape.size(1)), strong)
                    : drawings(Math.min(shape.size(0), shape.size(1)), strong);
            default -> volumes(strong);
          };
    };
  }

  /// Colours, or clothes: what looks as well in a mirror. Digits and letters do not.
  static boolean photographs(Dataset dataset) {
    return dataset.shape().channels() == 3 || dataset.card().name().equals("fashion-mnist");
  }

  private static String light(Shape shape, boolean photographs) {
    String shift = Words.call("shift", Math.max(1, shape.size(0) / 14));
    return photographs ? shift + ",flip" : shift;
  }

  private static String photographs(int size, boolean strong) {
    String crop =
        size >= LARGE
            ? Words.call("resizedcrop", strong ? 0.2f : 0.35f, 1)
            : Words.call("crop", Math.max(1, size / 8));
    return strong
        ? crop + ",flip,trivial," + Words.call("cutout", Math.max(1, size / 4))
        : crop + ",flip";
  }

  private static String drawings(int size, boolean strong) {
    return strong
        ? "affine:15:0.1:0.85:1.15:10,elastic:0.7:4," + Words.call("cutout", Math.max(1, size / 4))
        : "affine:10:0.07:0.9:1.1:5";
  }

  private static String signals(int length, boolean strong) {
    String shift = Words.call("shift", Math.max(1, length / 20));
    return strong
        ? shift
            + ",stretch:0.85:1.15,scale:0.8:1.2,noise:0:0.1,"
            + Words.call("timemask", 2, Math.max(1, length / 10))
        : shift + ",scale:0.9:1.1,noise:0:0.05";
  }

  private static String volumes(boolean strong) {
    return strong
        ? "affine:15:0.05:0.85:1.15:5,elastic:1:4,gamma:0.7:1.5,noise:0:0.1"
        : "affine:10:0.05:0.9:1.1:0,scale:0.9:1.1";
  }
}
