package dev.loupe.data;

import dev.loupe.data.array.NpyArray;
import dev.loupe.data.array.NumberType;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// Samples in an array of numbers of any type; a read gives bytes divided by 255, and all others
/// as they are.
final class ArraySamples implements Dataset {
  private final Shape shape;
  private final NpyArray samples;
  private final int[] labels;
  private final int columns;
  private final List<String> classes;
  private final Card card;

  /// Samples one after another.
  ///
  /// @param samples as many as labels, each with the shape's elements
  /// @param labels below the number of classes, or 0 and 1 in rows; kept, not copied
  /// @param columns how many labels a row has, 1 for classes
  ArraySamples(
      Shape shape, NpyArray samples, int[] labels, int columns, List<String> classes, Card card) {
    this.shape = shape;
    this.samples = samples;
    this.labels = labels;
    this.columns = columns;
    this.classes = List.copyOf(classes);
    this.card = card;
  }

  /// Whether numbers are bytes without a sign, as of pictures.
  static boolean isBytes(NpyArray array) {
    return array.type() == NumberType.UINT8;
  }

  @Override
  public int size() {
    return labels.length / columns;
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
    return columns > 1 ? 0 : labels[index];
  }

  @Override
  public Target target() {
    return columns > 1 ? Target.LABELS : Target.CLASS;
  }

  @Override
  public void readTarget(int index, Tensor into) {
    for (int k = 0; k < columns; k++) {
      into.set(k, labels[index * columns + k]);
    }
  }

  @Override
  public void read(int index, Tensor into) {
    int length = shape.length();
    copy(samples, Math.multiplyExact(index, length), into.data(), into.offset(), length);
  }

  /// Some values of an array as a sample has them.
  static void copy(NpyArray array, int index, float[] into, int at, int count) {
    array.copy(index, into, at, count);
    if (isBytes(array)) {
      for (int i = at; i < at + count; i++) {
        into[i] /= 255f;
      }
    }
  }

  @Override
  public Card card() {
    return card;
  }
}
