package dev.loupe.formats.onnx;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Resample;
import dev.loupe.graph.op.Upsample;
import dev.loupe.kernel.ResizeAxis;
import dev.loupe.kernel.ResizeCoordinates;
import dev.loupe.kernel.ResizeRounding;
import dev.loupe.kernel.ResizeTable;
import dev.loupe.kernel.UpsampleMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Resizing, axis by axis.
final class ResizeOps {
  private ResizeOps() {}

  static void register(Map<String, Operator> ops) {
    ops.put("Resize", Operator.of(ResizeOps::resize));
    ops.put("Upsample", Operator.of(ResizeOps::upsample));
  }

  /// What an old version does, and a new one by default.
  private record Rules(String mode, ResizeCoordinates coordinates, ResizeRounding rounding) {}

  private static Placed upsample(Call c) {
    float[] scales;
    if (c.node().attributes().get("scales") instanceof OnnxAttribute.Reals r) {
      scales = floats(r.values().stream().mapToDouble(Float::doubleValue).toArray());
    } else {
      scales = floats(c.literal(1).values());
    }
    return scaled(c, old(c), scales, Placed.identity(c.in(0).rank()));
  }

  private static Rules old(Call c) {
    String mode = c.text("mode", "nearest");
    return new Rules(mode, ResizeCoordinates.ASYMMETRIC, ResizeRounding.FLOOR);
  }

  private static Placed resize(Call c) {
    Placed x = c.in(0);
    if (c.opset() < 11) {
      return scaled(c, old(c), floats(c.literal(1).values()), Placed.identity(x.rank()));
    }
    Rules rules =
        new Rules(
            c.text("mode", "nearest"),
            name(
                c, ResizeCoordinates.class, c.text("coordinate_transformation_mode", "half_pixel")),
            name(c, ResizeRounding.class, c.text("nearest_mode", "round_prefer_floor")));
    int[] axes =
        c.wholes("axes").map(a -> c.axes(a, x.rank())).orElseGet(() -> Placed.identity(x.rank()));
    Optional<Literal> scales = c.optional(2);
    if (scales.isPresent()) {
      return scaled(c, rules, floats(scales.get().values()), axes);
    }
    int[] sizes = c.literal(3).ints();
    String policy = c.text("keep_aspect_ratio_policy", "stretch");
    List<ResizeAxis> resized = new ArrayList<>();
    double common = policy.equals("not_larger") ? Double.POSITIVE_INFINITY : 0;
    for (int i = 0; i < axes.length; i++) {
      double scale = (double) sizes[i] / x.dims()[axes[i]];
      common = policy.equals("not_larger") ? Math.min(common, scale) : Math.max(common, scale);
    }
    for (int i = 0; i < axes.length; i++) {
      int from = x.dims()[axes[i]];
      if (policy.equals("stretch")) {
        resized.add(ResizeAxis.sized(from, sizes[i], rules.coordinates()));
      } else {
        int to = (int) Math.floor(common * from + 0.5);
        resized.add(ResizeAxis.sized(from, to, rules.coordinates()).withScale(common));
      }
    }
    return each(c, rules, resized, axes);
  }

  private static <E extends Enum<E>> E name(Call c, Class<E> type, String text) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw c.refuse("'" + text + "' is unknown").causedBy(e);
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static Placed scaled(Call c, Rules rules, float[] scales, int[] axes) {
    if (scales.length != axes.length) {
      throw c.refuse("%d scales for %d axes".formatted(scales.length, axes.length));
    }
    List<ResizeAxis> resized = new ArrayList<>();
    for (int i = 0; i < axes.length; i++) {
      resized.add(ResizeAxis.scaled(c.in(0).dims()[axes[i]], scales[i], rules.coordinates()));
    }
    return each(c, rules, resized, axes);
  }

  private static Placed each(Call c, Rules rules, List<ResizeAxis> resized, int[] axes) {
    Placed x = c.in(0);
    boolean cropped = rules.coordinates() == ResizeCoordinates.TF_CROP_AND_RESIZE;
    Optional<Placed> fast = cropped ? Optional.empty() : fast(c, rules, resized, axes);
    if (fast.isPresent()) {
      return fast.get();
    }
    Placed y = x;
    for (int i = 0; i < axes.length; i++) {
      ResizeAxis axis = resized.get(i);
      if (cropped) {
        double[] roi = c.literal(1).values();
        float outside = c.real("extrapolation_value", 0);
        axis = axis.cropped(roi[i], roi[i + axes.length], outside);
      }
      if (cropped || axis.input() != axis.output()) {
        ResizeTable table = table(c, rules, axis);
        y = y.with(c.apply(new Resample(y.memory(axes[i]), table), y.value()));
      }
    }
    return y;
  }

  private static ResizeTable table(Call c, Rules rules, ResizeAxis axis) {
    boolean antialias = c.flag("antialias", false);
    boolean exclude = c.flag("exclude_outside", false);
    return switch (rules.mode()) {
      case "nearest" -> ResizeTable.nearest(axis, rules.rounding());
      case "linear", "bilinear", "trilinear" -> ResizeTable.linear(axis, antialias, exclude);
      case "cubic" -> ResizeTable.cubic(axis, c.real("cubic_coeff_a", -0.75f), antialias, exclude);
      default -> throw c.refuse("the mode " + rules.mode() + " is unknown");
    };
  }

  /// The kernels that enlarge pictures, where they compute the same.
  private static Optional<Placed> fast(Call c, Rules rules, List<ResizeAxis> resized, int[] axes) {
    Placed x = c.in(0);
    if (x.rank() < 3 || x.rank() > 5 || c.flag("antialias", false)) {
      return Optional.empty();
    }
    boolean corners = rules.coordinates() == ResizeCoordinates.ALIGN_CORNERS;
    boolean nearest =
        rules.mode().equals("nearest")
            && rules.coordinates() == ResizeCoordinates.ASYMMETRIC
            && rules.rounding() == ResizeRounding.FLOOR;
    boolean linear =
        rules.mode().equals("linear")
            && (corners || rules.coordinates() == ResizeCoordinates.HALF_PIXEL);
    int[] sizes = x.dims();
    for (int i = 0; i < axes.length; i++) {
      ResizeAxis a = resized.get(i);
      boolean exact = a.scale() == (double) a.output() / a.input();
      boolean whole = a.output() % a.input() == 0;
      if (!exact || (axes[i] < 2 && a.output() != a.input()) || (nearest && !whole)) {
        return Optional.empty();
      }
      sizes[axes[i]] = a.output();
    }
    if (!nearest && !linear) {
      return Optional.empty();
    }
    Placed p = Layouts.channelsLast(c.scope(), x);
    List<Integer> to = new ArrayList<>();
    for (int i = 2; i < sizes.length; i++) {
      to.add(sizes[i]);
    }
    UpsampleMode mode = nearest ? UpsampleMode.NEAREST : UpsampleMode.LINEAR;
    Value v = c.apply(new Upsample(mode, to, corners && !nearest), p.value());
    return Optional.of(p.with(v));
  }
}
