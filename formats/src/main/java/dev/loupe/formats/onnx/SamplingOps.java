package dev.loupe.formats.onnx;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Col2Im;
import dev.loupe.graph.op.DeformConvolution;
import dev.loupe.graph.op.GridSample;
import dev.loupe.graph.op.MaxUnpool;
import dev.loupe.graph.op.RoiAlign;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.SampleMode;
import dev.loupe.kernel.SamplePadding;
import dev.loupe.kernel.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Values that are read or placed where other values say.
final class SamplingOps {
  private SamplingOps() {}

  static void register(Map<String, Operator> ops) {
    ops.put("GridSample", Operator.of(SamplingOps::grid));
    ops.put("MaxUnpool", Operator.of(SamplingOps::unpool));
    ops.put("RoiAlign", Operator.of(SamplingOps::regions));
    ops.put("DeformConv", Operator.of(SamplingOps::deformed));
    ops.put("Col2Im", Operator.of(SamplingOps::blocks));
  }

  private static Placed last(Call c, int input) {
    return Layouts.channelsLast(c.scope(), c.in(input));
  }

  private static Placed plain(Call c, int input) {
    return Layouts.plain(c.scope(), c.in(input));
  }

  private static Placed grid(Call c) {
    String mode = c.text("mode", "linear");
    SampleMode samples =
        switch (mode) {
          case "linear", "bilinear" -> SampleMode.LINEAR;
          case "nearest" -> SampleMode.NEAREST;
          case "cubic", "bicubic" -> SampleMode.CUBIC;
          default -> throw c.refuse("the mode " + mode + " is unknown");
        };
    String name = c.text("padding_mode", "zeros");
    SamplePadding padding =
        switch (name) {
          case "zeros" -> SamplePadding.ZEROS;
          case "border" -> SamplePadding.BORDER;
          case "reflection" -> SamplePadding.REFLECTION;
          default -> throw c.refuse("the padding " + name + " is unknown");
        };
    Placed x = last(c, 0);
    GridSample sample = new GridSample(samples, padding, c.flag("align_corners", false));
    return x.with(c.apply(sample, x.value(), plain(c, 1).value()));
  }

  private static Placed unpool(Call c) {
    Placed x = last(c, 0);
    int[] kernel = c.wholes("kernel_shape").orElseThrow(() -> c.refuse("it has no kernel_shape"));
    int rank = kernel.length;
    int[] strides = c.wholes("strides").orElseGet(() -> ones(rank));
    int[] pads = c.wholes("pads").orElseGet(() -> new int[2 * rank]);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      sizes.add((x.dims()[i + 2] - 1) * strides[i] + kernel[i] - pads[i] - pads[i + rank]);
    }
    Placed y = x.with(c.apply(new MaxUnpool(sizes), x.value(), last(c, 1).value()));
    if (!c.has(2)) {
      return y;
    }
    // The indices are those of the smaller output; zeros fill up to the given one.
    int[] more = c.literal(2).ints();
    for (int i = 0; i < more.length; i++) {
      more[i] -= y.dims()[i];
    }
    return MovementOps.padded(c, y, new int[more.length], more, 0);
  }

  private static int[] ones(int rank) {
    int[] ones = new int[rank];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Placed regions(Call c) {
    String usual = c.opset() < 16 ? "output_half_pixel" : "half_pixel";
    boolean half = c.text("coordinate_transformation_mode", usual).equals("half_pixel");
    RoiAlign align =
        new RoiAlign(
            c.text("mode", "avg").equals("max"),
            c.number("output_height", 1),
            c.number("output_width", 1),
            c.number("sampling_ratio", 0),
            c.real("spatial_scale", 1),
            half);
    Placed x = last(c, 0);
    return x.with(c.apply(align, x.value(), plain(c, 1).value(), plain(c, 2).value()));
  }

  private static Placed deformed(Call c) {
    Placed x = last(c, 0);
    Placed w = ConvolutionOps.weights(c, Layout.CONVOLUTION);
    int[] kernel = ConvolutionOps.spatial(w.dims());
    Windowing how = Windowing.of(c, kernel, ConvolutionOps.spatial(x.dims()));
    boolean masked = c.has(4);
    DeformConvolution op =
        new DeformConvolution(
            how.window(), c.number("group", 1), c.number("offset_group", 1), masked);
    Value offsets = last(c, 2).value();
    Value y =
        masked
            ? c.apply(op, x.value(), w.value(), offsets, last(c, 4).value())
            : c.apply(op, x.value(), w.value(), offsets);
    return x.with(
        c.has(3) ? ConvolutionOps.biased(c, y, c.parameter(3, Role.BIAS, Layout.PLAIN)) : y);
  }

  private static Placed blocks(Call c) {
    Placed x = last(c, 0);
    int[] image = c.literal(1).ints();
    int[] kernel = c.literal(2).ints();
    int rank = kernel.length;
    int[] strides = c.wholes("strides").orElseGet(() -> ones(rank));
    int[] dilations = c.wholes("dilations").orElseGet(() -> ones(rank));
    int[] pads = c.wholes("pads").orElseGet(() -> new int[2 * rank]);
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      axes.add(new Axis(kernel[i], strides[i], dilations[i], pads[i], pads[i + rank]));
    }
    Value y =
        c.apply(new Col2Im(Arrays.stream(image).boxed().toList(), new Window(axes)), x.value());
    return new Placed(y, x.type(), Placed.channelsLast(rank + 2));
  }
}
