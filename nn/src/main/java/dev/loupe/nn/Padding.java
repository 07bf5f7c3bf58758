package dev.loupe.nn;

import dev.loupe.kernel.Axis;

/// How much an input is padded under a window.
public sealed interface Padding {
  /// The axis with its padding.
  ///
  /// @param index the spatial axis, 0 for the outermost
  /// @param input the size of the input on it
  /// @param bare kernel, stride and dilation, without padding
  Axis pad(int index, int input, Axis bare);

  /// As much on both sides that an odd kernel of stride 1 keeps the size: `dilation (kernel - 1) /
  /// 2`, rounded down. For odd kernels this is PyTorch's `padding=kernel // 2`.
  static Padding half() {
    return new Half();
  }

  /// TensorFlow's SAME: the output has the size `ceil(input / stride)`. The odd one goes behind.
  static Padding same() {
    return new Same();
  }

  /// None, TensorFlow's VALID.
  static Padding valid() {
    return of(0);
  }

  /// As much in front as behind.
  ///
  /// @param sizes one for all axes, or one each
  static Padding of(int... sizes) {
    return of(Sizes.of(sizes), Sizes.of(sizes));
  }

  /// Padding that differs in front and behind.
  static Padding of(Sizes before, Sizes after) {
    return new Explicit(before, after);
  }

  /// See [#half].
  record Half() implements Padding {
    @Override
    public Axis pad(int index, int input, Axis bare) {
      int each = (bare.extent() - 1) / 2;
      return new Axis(bare.kernel(), bare.stride(), bare.dilation(), each, each);
    }

    @Override
    public String toString() {
      return "half";
    }
  }

  /// See [#same].
  record Same() implements Padding {
    @Override
    public Axis pad(int index, int input, Axis bare) {
      int places = (input + bare.stride() - 1) / bare.stride();
      int all = Math.max(0, (places - 1) * bare.stride() + bare.extent() - input);
      return new Axis(bare.kernel(), bare.stride(), bare.dilation(), all / 2, all - all / 2);
    }

    @Override
    public String toString() {
      return "same";
    }
  }

  /// See [#of].
  ///
  /// @param before in front
  /// @param after behind
  record Explicit(Sizes before, Sizes after) implements Padding {
    @Override
    public Axis pad(int index, int input, Axis bare) {
      return new Axis(
          bare.kernel(), bare.stride(), bare.dilation(), before.at(index), after.at(index));
    }

    @Override
    public String toString() {
      return before.equals(after) ? before.toString() : before + "+" + after;
    }
  }
}
