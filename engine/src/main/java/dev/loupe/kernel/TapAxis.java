package dev.loupe.kernel;

/// One axis of a [TapGrid]: target index `start + step * q` sums source indices
/// `q * sourceStep + shift[t]`, one for each tap t.
///
/// @param count how many q there are
/// @param start the target index of q = 0
/// @param step how far the target moves for one q
/// @param sourceStep how far the source moves for one q
/// @param taps the indices into the kernel, ascending
/// @param shifts the source index of each tap at q = 0; may lie outside, where the source is 0
record TapAxis(int count, int start, int step, int sourceStep, int[] taps, int[] shifts) {
  /// The axis of a forward convolution.
  static TapAxis forward(Axis axis, int target) {
    int[] taps = new int[axis.kernel()];
    int[] shifts = new int[axis.kernel()];
    for (int k = 0; k < taps.length; k++) {
      taps[k] = k;
      shifts[k] = k * axis.dilation() - axis.before();
    }
    return new TapAxis(target, 0, 1, axis.stride(), taps, shifts);
  }

  /// The axis of a backward convolution, for those values of what was the source whose index is
  /// `phase` modulo the stride: they meet only every stride-th tap, at steps of 1.
  static TapAxis backward(Axis axis, int source, int phase) {
    int stride = axis.stride();
    int[] taps = new int[axis.kernel()];
    int[] shifts = new int[axis.kernel()];
    int count = 0;
    for (int k = 0; k < axis.kernel(); k++) {
      int distance = phase + axis.before() - k * axis.dilation();
      if (Math.floorMod(distance, stride) == 0) {
        taps[count] = k;
        shifts[count++] = Math.floorDiv(distance, stride);
      }
    }
    return new TapAxis(
        (source - phase + stride - 1) / stride,
        phase,
        stride,
        1,
        java.util.Arrays.copyOf(taps, count),
        java.util.Arrays.copyOf(shifts, count));
  }

  /// The first of `q0 .. q1` whose source index is not negative, for a shift.
  int firstInside(int shift, int q0, int q1) {
    return Math.clamp(Math.ceilDiv(-shift, sourceStep), q0, q1);
  }

  /// The end of those from `q0` on, up to `q1`, whose source index is below `size`.
  int endInside(int shift, int size, int q0, int q1) {
    return Math.clamp(Math.ceilDiv(size - shift, sourceStep), q0, q1);
  }

  /// The share of values and taps whose source index lies in `0 .. size`; 1 where there are none.
  double inside(int size) {
    int all = 0;
    for (int shift : shifts) {
      int begin = firstInside(shift, 0, count);
      all += endInside(shift, size, begin, count) - begin;
    }
    return shifts.length == 0 ? 1 : (double) all / (shifts.length * count);
  }

  /// The smallest shift.
  int least() {
    int least = shifts.length == 0 ? 0 : shifts[0];
    for (int shift : shifts) {
      least = Math.min(least, shift);
    }
    return least;
  }

  /// How far the largest shift lies from the smallest.
  int spread() {
    int most = least();
    for (int shift : shifts) {
      most = Math.max(most, shift);
    }
    return most - least();
  }
}
