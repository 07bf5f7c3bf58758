package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;

/// Which inputs every window of a pooling covers along one axis: `starts[o]`, `starts[o] + step`,
/// ... below `ends[o]`. Ordinary, padded, dilated, ceil-mode and adaptive windows are all this.
///
/// @param input the size of the input
/// @param step the distance between two values of a window
/// @param starts the first value of each window, inside the input
/// @param ends the end of each window, exclusive, inside the input
/// @param counts this axis's factor of what an average divides by
public record PoolAxis(int input, int step, int[] starts, int[] ends, int[] counts) {
  /// An axis of one value under one window: what stands in for an axis that is not there.
  static PoolAxis single() {
    return new PoolAxis(1, 1, new int[] {0}, new int[] {1}, new int[] {1});
  }

  /// A window that moves by its stride.
  ///
  /// @param axis kernel, stride, dilation, padding
  /// @param input the size of the input
  /// @param ceil whether a last window may end outside (PyTorch's `ceil_mode`)
  /// @param countPadding whether averages count padding; what lies behind it never counts
  /// @throws LoupeException if the padding is more than half the kernel, or the kernel too large
  public static PoolAxis window(Axis axis, int input, boolean ceil, boolean countPadding) {
    int most = axis.kernel() / 2;
    if (axis.before() > most || axis.after() > most) {
      throw LoupeException.of("the padding of a pooling is more than half its kernel")
          .expected("a padding of at most %d for a kernel of %d".formatted(most, axis.kernel()))
          .got(String.valueOf(Math.max(axis.before(), axis.after())))
          .fix("pad less, or pad the input with a padding layer first");
    }
    int n = ceil ? axis.outputCeil(input) : axis.output(input);
    int step = axis.dilation();
    PoolAxis p = new PoolAxis(input, step, new int[n], new int[n], new int[n]);
    for (int o = 0; o < n; o++) {
      int from = o * axis.stride() - axis.before();
      int to = from + axis.extent();
      int start = from < 0 ? from + (-from + step - 1) / step * step : from;
      p.starts[o] = Math.min(start, input);
      p.ends[o] = Math.max(p.starts[o], Math.min(to, input));
      int counted =
          countPadding
              ? taps(from, Math.min(to, input + axis.after()), step)
              : taps(p.starts[o], p.ends[o], step);
      p.counts[o] = Math.max(1, counted);
    }
    return p;
  }

  /// `output` windows that share the input: from `floor(o input / output)` to
  /// `ceil((o + 1) input / output)`, as in PyTorch's adaptive pooling.
  ///
  /// @throws LoupeException if the output size is below 1
  public static PoolAxis adaptive(int input, int output) {
    if (output < 1) {
      throw LoupeException.of("an adaptive pooling needs output sizes of at least 1")
          .expected("at least 1")
          .got(String.valueOf(output));
    }
    PoolAxis p = new PoolAxis(input, 1, new int[output], new int[output], new int[output]);
    for (int o = 0; o < output; o++) {
      p.starts[o] = (int) ((long) o * input / output);
      p.ends[o] = (int) (((o + 1L) * input + output - 1) / output);
      p.counts[o] = p.ends[o] - p.starts[o];
    }
    return p;
  }

  /// How many windows there are.
  public int output() {
    return starts.length;
  }

  /// How many values window `o` covers.
  public int taps(int o) {
    return taps(starts[o], ends[o], step);
  }

  private static int taps(int from, int to, int step) {
    return to <= from ? 0 : (to - from + step - 1) / step;
  }
}
