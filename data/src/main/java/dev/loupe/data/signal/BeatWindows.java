package dev.loupe.data.signal;

import dev.loupe.data.Card;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A window around each beat of some electrocardiograms.
///
/// Beats outside of their record, and those whose window has a value that is missing, are left out.
final class BeatWindows implements SignalDataset {
  private final List<HeartRecord> records;
  private final List<Resample> filters = new ArrayList<>();
  private final BeatWindow window;
  private final List<String> classes;
  private final Card card;
  private final int[] record;
  private final long[] position;
  private final int[] label;

  /// Windows around all beats of some records.
  BeatWindows(List<HeartRecord> records, BeatWindow window, List<String> classes, Card card) {
    this.records = List.copyOf(records);
    this.window = window;
    this.classes = List.copyOf(classes);
    this.card = card;
    int most = records.stream().mapToInt(r -> r.beats().size()).sum();
    int[] which = new int[most];
    long[] where = new long[most];
    int[] what = new int[most];
    float[] values = new float[window.length()];
    int n = 0;
    for (int r = 0; r < records.size(); r++) {
      HeartRecord one = records.get(r);
      filters.add(window.filter(one.wave()));
      for (HeartRecord.Beat beat : one.beats()) {
        if (beat.position() >= 0 && beat.position() < one.wave().length()) {
          window.cut(one.wave(), filters.get(r), beat.position(), values, 0);
          if (finite(values)) {
            which[n] = r;
            where[n] = beat.position();
            what[n] = classes.indexOf(beat.label());
            n++;
          }
        }
      }
    }
    this.record = Arrays.copyOf(which, n);
    this.position = Arrays.copyOf(where, n);
    this.label = Arrays.copyOf(what, n);
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int size() {
    return record.length;
  }

  @Override
  public Shape shape() {
    return Shape.of(window.length(), 1);
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return label[index];
  }

  @Override
  public String group(int index) {
    return records.get(record[index]).patient();
  }

  @Override
  public double rate() {
    return window.rate();
  }

  @Override
  public long length(int index) {
    return window.length();
  }

  @Override
  public void read(int index, Tensor into) {
    int r = record[index];
    window.cut(records.get(r).wave(), filters.get(r), position[index], into.data(), into.offset());
  }

  @Override
  public Card card() {
    return card;
  }
}
