package dev.loupe.train;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Mixes the samples of a batch in pairs, and their labels with them.
///
/// Mixup adds two samples with the parts `l` and `1 - l`; CutMix gives each a box of the other,
/// whose part of the volume is `1 - l`. `l` is drawn for each batch from a beta distribution. Where
/// both are asked for, each batch takes one of them by chance.
///
/// Source: Zhang, Cisse, Dauphin and Lopez-Paz, mixup: Beyond Empirical Risk Minimization, ICLR
/// 2018; Yun and others, CutMix, ICCV 2019.
///
/// @param mixup both parameters of mixup's beta distribution, 0 for no mixup
/// @param cutmix the same for CutMix
public record Mixing(float mixup, float cutmix) {
  /// Samples as they are.
  public static final Mixing NONE = new Mixing(0, 0);

  /// Checks the numbers.
  ///
  /// @throws LoupeException if one is negative or not finite
  public Mixing {
    check("mixup", mixup);
    check("cutmix", cutmix);
  }

  private static void check(String what, float value) {
    if (!(value >= 0 && value < Float.POSITIVE_INFINITY)) {
      throw LoupeException.of("the parameter of " + what + " is out of range")
          .expected("0 for none, or more, such as " + (what.equals("mixup") ? "0.2" : "1"))
          .got(String.valueOf(value));
    }
  }

  /// Whether samples are mixed at all.
  public boolean any() {
    return mixup > 0 || cutmix > 0;
  }

  /// Mixes sample i with sample `n - 1 - i` of a batch, in place; the larger part keeps its place.
  ///
  /// @param seed of this batch
  /// @param inputs batch, spatial..., channels
  /// @param labels class indices, one a sample
  /// @param targets batch, classes: is filled with the parts of the classes
  public void apply(Seed seed, Tensor inputs, Tensor labels, Tensor targets) {
    boolean cut = cutmix > 0 && (mixup == 0 || seed.uniform(0) < 0.5f);
    double drawn = beta(seed.child("beta"), cut ? cutmix : mixup);
    float part = (float) Math.max(drawn, 1 - drawn);
    Shape sample = inputs.item(0).shape();
    Box box = cut ? Box.draw(seed.child("box"), sample, 1 - part) : null;
    if (box != null) {
      part = 1 - box.share(sample);
    }
    int n = inputs.shape().size(0);
    for (int i = 0; i < n / 2; i++) {
      Tensor a = inputs.item(i);
      Tensor b = inputs.item(n - 1 - i);
      if (box != null) {
        box.swap(a, b, sample, 0, 0, 0);
      } else {
        mix(a, b, part);
      }
    }
    targets.fill(0);
    int classes = targets.shape().size(1);
    for (int i = 0; i < n; i++) {
      add(targets, i * classes + (int) labels.get(i), part);
      add(targets, i * classes + (int) labels.get(n - 1 - i), 1 - part);
    }
  }

  private static void add(Tensor targets, int at, float part) {
    targets.set(at, targets.get(at) + part);
  }

  private static void mix(Tensor a, Tensor b, float part) {
    for (int i = 0; i < a.length(); i++) {
      float x = a.get(i);
      float y = b.get(i);
      a.set(i, part * x + (1 - part) * y);
      b.set(i, part * y + (1 - part) * x);
    }
  }

  /// A value of the beta distribution with both parameters alike, from two of the gamma
  /// distribution.
  private static double beta(Seed seed, float parameter) {
    double x = gamma(seed.child(0), parameter);
    double y = gamma(seed.child(1), parameter);
    return x + y == 0 ? 0.5 : x / (x + y);
  }

  /// Source: Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, 2000; for
  /// parameters below 1 by the power of a uniform number.
  private static double gamma(Seed seed, double parameter) {
    double d = (parameter < 1 ? parameter + 1 : parameter) - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    for (long i = 0; ; i++) {
      double x = seed.child("normal").gaussian(i);
      double v = 1 + c * x;
      double u = seed.child("uniform").uniform(i);
      if (v <= 0) {
        continue;
      }
      v = v * v * v;
      if (StrictMath.log(Math.max(u, 1e-12)) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        double small = Math.max(seed.child("power").uniform(i), 1e-7);
        return d * v * (parameter < 1 ? StrictMath.pow(small, 1 / parameter) : 1);
      }
    }
  }

  /// A box in the spatial axes of a sample.
  ///
  /// @param from the first place of each axis
  /// @param to the end of each axis
  private record Box(int[] from, int[] to) {
    /// A box around a random place, cut at the edges, of about a share of the volume.
    static Box draw(Seed seed, Shape sample, float share) {
      int axes = sample.rank() - 1;
      double side = StrictMath.pow(share, 1.0 / axes);
      int[] from = new int[axes];
      int[] to = new int[axes];
      for (int a = 0; a < axes; a++) {
        int size = sample.size(a);
        int length = (int) (size * side);
        int centre = seed.below(a, size);
        from[a] = Math.max(0, centre - length / 2);
        to[a] = Math.max(from[a], Math.min(size, centre - length / 2 + length));
      }
      return new Box(from, to);
    }

    float share(Shape sample) {
      double share = 1;
      for (int a = 0; a < from.length; a++) {
        share *= (double) (to[a] - from[a]) / sample.size(a);
      }
      return (float) share;
    }

    /// Exchanges the box between two samples.
    void swap(Tensor a, Tensor b, Shape sample, int axis, int atA, int atB) {
      int inner = 1;
      for (int i = axis + 1; i < sample.rank(); i++) {
        inner *= sample.size(i);
      }
      for (int place = from[axis]; place < to[axis]; place++) {
        int nextA = atA + place * inner;
        int nextB = atB + place * inner;
        if (axis + 1 < from.length) {
          swap(a, b, sample, axis + 1, nextA, nextB);
          continue;
        }
        for (int i = 0; i < inner; i++) {
          float x = a.get(nextA + i);
          a.set(nextA + i, b.get(nextB + i));
          b.set(nextB + i, x);
        }
      }
    }
  }
}
