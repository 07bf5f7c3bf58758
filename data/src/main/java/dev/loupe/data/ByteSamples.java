package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;

/// Samples of bytes, all in memory; a read gives value / 255.
final class ByteSamples implements Dataset {
  private static final float[] UNIT = new float[256];

  static {
    for (int i = 0; i < 256; i++) {
      UNIT[i] = i / 255f;
    }
  }

  private final Shape shape;
  private final int length;
  private final byte[] values;
  private final byte[] labels;
  private final List<String> classes;
  private final Card card;

  /// Samples one after another.
  ///
  /// @param shape of one sample: spatial..., channels
  /// @param values as many as samples times the shape's elements; kept, not copied
  /// @param labels one unsigned byte a sample, below the number of classes; kept, not copied
  ByteSamples(Shape shape, byte[] values, byte[] labels, List<String> classes, Card card) {
    this.shape = shape;
    this.length = shape.length();
    this.values = values;
    this.labels = labels;
    this.classes = List.copyOf(classes);
    this.card = card;
    if (labels.length == 0 || (long) labels.length * length != values.length) {
      throw new IllegalArgumentException(
          values.length + " values for " + labels.length + " samples of " + shape);
    }
  }

  /// Refuses a class out of range.
  ///
  /// @param offset of the label in the file
  static void checkLabel(Path file, int sample, int label, int classes, long offset) {
    if (label >= classes) {
      throw LoupeException.of(
              "%s: the label of sample %d (offset %d) is out of range"
                  .formatted(file, sample, offset))
          .expected("0 to " + (classes - 1))
          .got(String.valueOf(label));
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return labels[index] & 0xFF;
  }

  @Override
  public void read(int index, Tensor into) {
    float[] out = into.data();
    int to = into.offset();
    int from = Math.multiplyExact(index, length);
    for (int i = 0; i < length; i++) {
      out[to + i] = UNIT[values[from + i] & 0xFF];
    }
  }

  @Override
  public Card card() {
    return card;
  }
}
