package dev.loupe.train.metrics;

import dev.loupe.tensor.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What is drawn as a whole when samples are drawn again: single samples, or groups of samples that
/// are not independent, such as those of one patient.
public final class ResamplingUnits {
  private final int[] unitOf;
  private final int count;

  private ResamplingUnits(int[] unitOf, int count) {
    this.unitOf = unitOf;
    this.count = count;
  }

  /// Each sample is a unit of its own.
  public static ResamplingUnits samples(int size) {
    int[] own = new int[size];
    for (int i = 0; i < size; i++) {
      own[i] = i;
    }
    return new ResamplingUnits(own, size);
  }

  /// The groups of predictions; samples without one are units of their own.
  public static ResamplingUnits of(Predictions predictions) {
    return groups(IntStream.range(0, predictions.size()).mapToObj(predictions::group).toList());
  }

  /// Samples with the same name are a unit.
  ///
  /// @param names the group of each sample, such as its patient; one with an empty name is a unit
  ///     of its own
  public static ResamplingUnits groups(List<String> names) {
    Map<String, Integer> known = new LinkedHashMap<>();
    List<Integer> unitOf = new ArrayList<>();
    int count = 0;
    for (String name : names) {
      Integer unit = name.isEmpty() ? null : known.get(name);
      if (unit == null) {
        unit = count++;
        known.put(name, unit);
      }
      unitOf.add(unit);
    }
    return new ResamplingUnits(unitOf.stream().mapToInt(Integer::intValue).toArray(), count);
  }

  /// How many units there are.
  public int count() {
    return count;
  }

  /// How many samples there are.
  public int samples() {
    return unitOf.length;
  }

  /// Draws as many units as there are, with replacement.
  ///
  /// @return how often each sample was drawn
  int[] draw(Seed seed) {
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      drawn[seed.below(i, count)]++;
    }
    int[] times = new int[unitOf.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = drawn[unitOf[i]];
    }
    return times;
  }
}
