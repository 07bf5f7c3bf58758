package dev.loupe.formats;

import dev.loupe.graph.Source.Layout;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Turns variables from their layout in memory into the one in files, PyTorch's, and back.
///
/// See [Layout]: convolutions lie in memory as kernel..., in, out and in files as out, in,
/// kernel...; dense weights as in, out and out, in. A transposed convolution lies in memory as
/// kernel..., out, in and in files as in, out, kernel...; so in both the last two axes come to
/// the front, swapped.
public final class FileLayout {
  private FileLayout() {}

  /// The shape in the file of a variable with this shape in memory.
  public static Shape file(Layout layout, Shape memory) {
    return switch (layout) {
      case PLAIN -> memory;
      case CONVOLUTION, TRANSPOSED_CONVOLUTION, DENSE -> {
        int rank = memory.rank();
        int[] sizes = new int[rank];
        sizes[0] = memory.size(-1);
        sizes[1] = memory.size(-2);
        for (int i = 0; i < rank - 2; i++) {
          sizes[i + 2] = memory.size(i);
        }
        yield Shape.of(sizes);
      }
    };
  }

  /// Copies file values into memory.
  public static void read(Layout layout, float[] file, Tensor memory) {
    int a = memory.shape().rank() < 2 ? 1 : memory.shape().size(-2);
    int b = memory.shape().rank() < 2 ? 1 : memory.shape().size(-1);
    if (layout == Layout.PLAIN) {
      System.arraycopy(file, 0, memory.data(), memory.offset(), memory.length());
      return;
    }
    int kernel = memory.length() / (a * b);
    int to = memory.offset();
    for (int k = 0; k < kernel; k++) {
      for (int i = 0; i < a; i++) {
        for (int o = 0; o < b; o++) {
          memory.data()[to++] = file[(o * a + i) * kernel + k];
        }
      }
    }
  }

  /// The value at an index of the file's order.
  public static int memoryIndex(Layout layout, Shape memory, int index) {
    if (layout == Layout.PLAIN) {
      return index;
    }
    int a = memory.size(-2);
    int b = memory.size(-1);
    int kernel = memory.length() / (a * b);
    int k = index % kernel;
    int i = index / kernel % a;
    int o = index / kernel / a;
    return (k * a + i) * b + o;
  }
}
