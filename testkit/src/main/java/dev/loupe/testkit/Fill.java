package dev.loupe.testkit;

import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// How a test fills an input.
public sealed interface Fill {
  /// Normal values; replaced by integers -3 to 3 where a check wants exact sums.
  static Fill normal() {
    return new Normal();
  }

  /// Uniform in 0.5 to 2; replaced by 1, 2 or 4 where a check wants exact sums.
  static Fill positive() {
    return new Positive();
  }

  /// Uniform between two bounds; replaced by integers between them where a check wants those.
  static Fill between(float low, float high) {
    return new Between(low, high);
  }

  /// Uniform in 0 to 1; not differentiated.
  static Fill unit() {
    return new Unit();
  }

  /// Class indices 0 to n-1; not differentiated.
  static Fill labels(int classes) {
    return new Labels(classes);
  }

  /// Rows that sum to 1: soft targets; not differentiated.
  static Fill probabilities() {
    return new Probabilities();
  }

  /// These values; not differentiated.
  static Fill values(float... values) {
    return new Values(values);
  }

  /// Writes the values.
  void fill(Seed seed, boolean exact, Tensor tensor);

  /// Whether gradients for such an input are checked.
  default boolean differentiable() {
    return this instanceof Normal || this instanceof Positive || this instanceof Between;
  }

  /// A filled tensor.
  default Tensor tensor(Seed seed, boolean exact, Shape shape) {
    Tensor t = Tensor.zeros(shape);
    fill(seed, exact, t);
    return t;
  }

  /// See [#normal].
  record Normal() implements Fill {
    @Override
    public void fill(Seed seed, boolean exact, Tensor t) {
      for (int i = 0; i < t.length(); i++) {
        t.set(i, exact ? seed.below(i, 7) - 3 : seed.gaussian(i));
      }
    }
  }

  /// See [#positive].
  record Positive() implements Fill {
    @Override
    public void fill(Seed seed, boolean exact, Tensor t) {
      for (int i = 0; i < t.length(); i++) {
        t.set(i, exact ? 1 << seed.below(i, 3) : seed.uniform(i, 0.5f, 2));
      }
    }
  }

  /// See [#between].
  ///
  /// @param low the smallest value
  /// @param high the largest
  record Between(float low, float high) implements Fill {
    @Override
    public void fill(Seed seed, boolean exact, Tensor t) {
      int first = (int) Math.ceil(low);
      int count = (int) Math.floor(high) - first + 1;
      for (int i = 0; i < t.length(); i++) {
        t.set(i, exact ? first + seed.below(i, count) : seed.uniform(i, low, high));
      }
    }
  }

  /// See [#unit].
  record Unit() implements Fill {
    @Override
    public void fill(Seed seed, boolean exact, Tensor t) {
      for (int i = 0; i < t.length(); i++) {
        t.set(i, exact ? seed.below(i, 2) : seed.uniform(i));
      }
    }
  }

  /// See [#labels].
  ///
  /// @param classes how many
  record Labels(int classes) implements Fill {
    @Override
    public void fill(Seed seed, boolean exact, Tensor t) {
      for (int i = 0; i < t.length(); i++) {
        t.set(i, seed.below(i, classes));
      }
    }
  }

  /// See [#probabilities].
  record Probabilities() implements Fill {
    @Override
    public void fill(Seed seed, boolean exact, Tensor t) {
      int columns = t.shape().channels();
      for (int row = 0; row < t.length(); row += columns) {
        float sum = 0;
        for (int i = 0; i < columns; i++) {
          t.set(row + i, 0.01f + seed.uniform(row + i));
          sum += t.get(row + i);
        }
        for (int i = 0; i < columns; i++) {
          t.set(row + i, t.get(row + i) / sum);
        }
      }
    }
  }

  /// See [#values].
  ///
  /// @param values repeated as often as needed
  record Values(float... values) implements Fill {
    @Override
    public void fill(Seed seed, boolean exact, Tensor t) {
      for (int i = 0; i < t.length(); i++) {
        t.set(i, values[i % values.length]);
      }
    }
  }
}
