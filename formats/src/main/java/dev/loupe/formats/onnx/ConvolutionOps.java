package dev.loupe.formats.onnx;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Convolutions and transposed convolutions.
final class ConvolutionOps {
  private ConvolutionOps() {}

  static void register(Map<String, Operator> ops) {
    ops.put("Conv", Operator.of(ConvolutionOps::convolution));
    ops.put("ConvTranspose", Operator.of(ConvolutionOps::transposed));
  }

  static int[] spatial(int[] dims) {
    return Arrays.copyOfRange(dims, Math.min(2, dims.length), dims.length);
  }

  /// Weights in the order of Loupe's memory: kernel..., in, out.
  static Placed weights(Call c, Layout layout) {
    Placed w = c.parameter(1, Role.WEIGHT, layout);
    int[] order = new int[w.rank()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i < order.length - 2 ? i + 2 : order.length - 1 - i;
    }
    return Layouts.in(c.scope(), w, order);
  }

  static Value biased(Call c, Value v, Placed bias) {
    return c.apply(Arithmetic.ADD, v, bias.value());
  }

  private static Value biased(Call c, Value v) {
    return c.has(2) ? biased(c, v, c.parameter(2, Role.BIAS, Layout.PLAIN)) : v;
  }

  private static Placed convolution(Call c) {
    Placed x = Layouts.channelsLast(c.scope(), c.in(0));
    Placed w = weights(c, Layout.CONVOLUTION);
    Windowing how = Windowing.of(c, spatial(w.dims()), spatial(x.dims()));
    if (how.negative()) {
      x = MovementOps.padded(c, x, around(how.before()), around(how.after()), 0);
      how = how.unpadded();
    }
    int groups = c.number("group", 1);
    Value y = c.apply(new Convolution(how.window(), groups), x.value(), w.value());
    return x.with(biased(c, y));
  }

  /// The padding of N and C beside that of the spatial axes.
  static int[] around(int[] spatial) {
    int[] all = new int[spatial.length + 2];
    System.arraycopy(spatial, 0, all, 2, spatial.length);
    return all;
  }

  private static Placed transposed(Call c) {
    Placed x = Layouts.channelsLast(c.scope(), c.in(0));
    Placed w = weights(c, Layout.TRANSPOSED_CONVOLUTION);
    int[] sizes = spatial(x.dims());
    int[] kernel = spatial(w.dims());
    if (kernel.length > 3 || kernel.length != sizes.length) {
      throw c.refuse("a kernel of %d sizes on %d axes".formatted(kernel.length, sizes.length));
    }
    int rank = kernel.length;
    int[] strides = c.wholes("strides").orElseGet(() -> filled(rank, 1));
    int[] dilations = c.wholes("dilations").orElseGet(() -> filled(rank, 1));
    int[] extra = c.wholes("output_padding").orElseGet(() -> new int[rank]);
    int[] pads = c.wholes("pads").orElseGet(() -> new int[2 * rank]);
    int[] wanted = c.wholes("output_shape").orElse(null);
    String auto = c.text("auto_pad", "NOTSET");
    List<Axis> axes = new ArrayList<>();
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int extent = dilations[i] * (kernel[i] - 1) + 1;
      int full = strides[i] * (sizes[i] - 1) + extra[i] + extent;
      int before = pads[i];
      int after = pads[i + rank];
      boolean same = auto.startsWith("SAME");
      if (wanted != null || same) {
        int size = wanted != null ? wanted[wanted.length - rank + i] : sizes[i] * strides[i];
        int all = Math.max(0, full - size);
        before = auto.equals("SAME_UPPER") ? all / 2 : all - all / 2;
        after = all - before;
        out.add(size);
      } else {
        out.add(full - before - after);
      }
      axes.add(new Axis(kernel[i], strides[i], dilations[i], before, after));
    }
    int groups = c.number("group", 1);
    Value y = c.apply(new ConvolutionBackData(new Window(axes), groups, out), x.value(), w.value());
    return x.with(biased(c, y));
  }

  private static int[] filled(int count, int value) {
    int[] all = new int[count];
    Arrays.fill(all, value);
    return all;
  }
}
