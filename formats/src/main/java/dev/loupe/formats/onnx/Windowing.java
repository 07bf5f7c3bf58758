package dev.loupe.formats.onnx;

import dev.loupe.kernel.Axis;
import dev.loupe.kernel.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The window of a convolution or a pooling, from the attributes that both have.
///
/// @param kernel the size on each spatial axis
/// @param strides how far it moves
/// @param dilations between two of its values
/// @param before padding in front; may be negative
/// @param after padding behind; may be negative
record Windowing(int[] kernel, int[] strides, int[] dilations, int[] before, int[] after) {
  /// @param sizes the spatial sizes of the input
  static Windowing of(Call c, int[] kernel, int[] sizes) {
    int rank = kernel.length;
    if (sizes.length != rank) {
      throw c.refuse("a kernel of %d sizes on %d spatial axes".formatted(rank, sizes.length));
    }
    if (rank > 3) {
      throw c.refuse("%d spatial axes; Loupe has 1 to 3".formatted(rank));
    }
    int[] strides = axes(c, "strides", rank, 1);
    int[] dilations = axes(c, "dilations", rank, 1);
    int[] pads = axes(c, "pads", 2 * rank, 0);
    int[] before = Arrays.copyOf(pads, rank);
    int[] after = Arrays.copyOfRange(pads, rank, 2 * rank);
    String auto = c.text("auto_pad", "NOTSET");
    switch (auto) {
      case "NOTSET" -> {}
      case "VALID" -> {
        Arrays.fill(before, 0);
        Arrays.fill(after, 0);
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        for (int i = 0; i < rank; i++) {
          int extent = dilations[i] * (kernel[i] - 1) + 1;
          int places = Math.ceilDiv(sizes[i], strides[i]);
          int all = Math.max(0, (places - 1) * strides[i] + extent - sizes[i]);
          before[i] = auto.equals("SAME_UPPER") ? all / 2 : all - all / 2;
          after[i] = all - before[i];
        }
      }
      default -> throw c.refuse("auto_pad " + auto + " is unknown");
    }
    return new Windowing(kernel, strides, dilations, before, after);
  }

  private static int[] axes(Call c, String name, int count, int usual) {
    int[] values =
        c.wholes(name)
            .orElseGet(
                () -> {
                  int[] all = new int[count];
                  Arrays.fill(all, usual);
                  return all;
                });
    if (values.length != count) {
      throw c.refuse("%s has %d values, not %d".formatted(name, values.length, count));
    }
    return values;
  }

  boolean negative() {
    return Arrays.stream(before).anyMatch(p -> p < 0) || Arrays.stream(after).anyMatch(p -> p < 0);
  }

  Windowing unpadded() {
    return new Windowing(kernel, strides, dilations, new int[rank()], new int[rank()]);
  }

  int rank() {
    return kernel.length;
  }

  Window window() {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < rank(); i++) {
      axes.add(new Axis(kernel[i], strides[i], dilations[i], before[i], after[i]));
    }
    return new Window(axes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Windowing w && window().equals(w.window());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(kernel);
  }

  @Override
  public String toString() {
    return "a window of " + Arrays.toString(kernel);
  }
}
