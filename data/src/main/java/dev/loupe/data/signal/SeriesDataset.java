package dev.loupe.data.signal;

import dev.loupe.data.Card;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Series in memory, brought to one length: what is too long is cut at the end, what is too short
/// is followed by zeros.
final class SeriesDataset implements SignalDataset {
  private final List<Series> series;
  private final int[] labels;
  private final Shape shape;
  private final List<String> classes;
  private final Card card;

  /// Some series.
  ///
  /// @param shape of a sample: moments, channels
  /// @param classes with all labels
  SeriesDataset(List<Series> series, Shape shape, List<String> classes, Card card) {
    this.series = List.copyOf(series);
    this.labels = series.stream().mapToInt(s -> classes.indexOf(s.label())).toArray();
    this.shape = shape;
    this.classes = List.copyOf(classes);
    this.card = card;
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
    return labels[index];
  }

  @Override
  public String group(int index) {
    return series.get(index).group();
  }

  @Override
  public double rate() {
    return 0;
  }

  @Override
  public long length(int index) {
    return series.get(index).values().length / shape.channels();
  }

  @Override
  public void read(int index, Tensor into) {
    float[] values = series.get(index).values();
    int n = Math.min(values.length, shape.length());
    int at = into.offset();
    System.arraycopy(values, 0, into.data(), at, n);
    Arrays.fill(into.data(), at + n, at + shape.length(), 0);
  }

  @Override
  public Card card() {
    return card;
  }
}
