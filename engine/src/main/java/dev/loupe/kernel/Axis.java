package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;

/// How a window moves along one spatial axis.
///
/// @param kernel how many values the window covers
/// @param stride how far it moves each time
/// @param dilation the distance between two of its values
/// @param before padding in front of the input
/// @param after padding behind the input
public record Axis(int kernel, int stride, int dilation, int before, int after) {
  /// Checks that kernel, stride and dilation are at least 1 and the padding at least 0.
  public Axis {
    atLeast(1, kernel, "kernel");
    atLeast(1, stride, "stride");
    atLeast(1, dilation, "dilation");
    atLeast(0, before, "padding");
    atLeast(0, after, "padding");
  }

  /// A window of `kernel` values moved by `stride`, with as much padding on both sides.
  public static Axis of(int kernel, int stride, int padding) {
    return new Axis(kernel, stride, 1, padding, padding);
  }

  /// From the first to the last value under the window: `dilation (kernel - 1) + 1`.
  public int extent() {
    return dilation * (kernel - 1) + 1;
  }

  /// How many places the window has: `floor((input + before + after - extent) / stride) + 1`.
  ///
  /// @throws LoupeException if the window is larger than the padded input
  public int output(int input) {
    return places(input, 0);
  }

  /// The same, rounded up: a last window that starts inside the input or the padding before it
  /// counts even where it ends outside (PyTorch's `ceil_mode`).
  public int outputCeil(int input) {
    int n = places(input, stride - 1);
    return (n - 1) * stride >= input + before ? n - 1 : n;
  }

  private int places(int input, int round) {
    int room = input + before + after - extent();
    if (room + round < 0) {
      throw LoupeException.of("the kernel is larger than the padded input")
          .expected("an input of at least " + Math.max(1, extent() - before - after - round))
          .got(
              "input %d, padding %d + %d, kernel %d%s"
                  .formatted(
                      input,
                      before,
                      after,
                      kernel,
                      dilation == 1 ? "" : " (dilation " + dilation + ")"))
          .fix("use a smaller kernel, more padding, or fewer layers that shrink the input");
    }
    return (room + round) / stride + 1;
  }

  private static void atLeast(int least, int value, String name) {
    if (value < least) {
      throw LoupeException.of("the " + name + " is too small")
          .expected("at least " + least)
          .got(String.valueOf(value));
    }
  }
}
