package dev.loupe.data.augment;

import dev.loupe.data.Geometric;
import dev.loupe.data.Sampling;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;

/// Pads images on all sides and cuts a part of the old size out of them, anywhere.
///
/// Source: He et al., Deep Residual Learning for Image Recognition, 2016, section 4.2.
///
/// @param padding pixels on each side, at least 0
/// @param edge what they are
public record RandomCrop(int padding, Edge edge) implements Geometric {
  /// Checks the padding.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is out of range
  public RandomCrop {
    Checks.range("crop", "padding", padding, 0, 1 << 16);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.image("crop", input);
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    Shape shape = input.shape();
    int height = shape.size(0);
    int width = shape.size(1);
    int c = shape.channels();
    int down = seed.below(0, 2 * padding + 1) - padding;
    int right = seed.below(1, 2 * padding + 1) - padding;
    int first = Math.clamp(-right, 0, width);
    int end = Math.max(first, Math.min(width, width - right));
    float[] to = output.data();
    for (int y = 0; y < height; y++) {
      int row = output.offset() + y * width * c;
      int from = y + down;
      if (edge == Edge.ZERO && (from < 0 || from >= height)) {
        Arrays.fill(to, row, row + width * c, 0);
        continue;
      }
      int source = input.offset() + Edge.reflect(from, height) * width * c;
      System.arraycopy(
          input.data(), source + (first + right) * c, to, row + first * c, (end - first) * c);
      outside(input, source, to, row, 0, first, right);
      outside(input, source, to, row, end, width, right);
    }
  }

  private void outside(
      Tensor input, int source, float[] to, int row, int first, int end, int right) {
    int c = input.shape().channels();
    if (edge == Edge.ZERO) {
      Arrays.fill(to, row + first * c, row + end * c, 0);
      return;
    }
    for (int x = first; x < end; x++) {
      int from = Edge.reflect(x + right, input.shape().size(1));
      System.arraycopy(input.data(), source + from * c, to, row + x * c, c);
    }
  }

  @Override
  public String toString() {
    return edge == Edge.ZERO
        ? Words.call("crop", padding)
        : Words.call("crop", padding, edge.name().toLowerCase(Locale.ROOT));
  }
}
