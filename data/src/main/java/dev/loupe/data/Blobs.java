package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Bright and dark ellipses on noise, with their maps, drawn by Loupe: something to segment.
///
/// Each sample has one to three ellipses (in volumes: ellipsoids) of any size, place and direction
/// of brightness; a later one covers those before. Classes: the ground, what is bright, what is
/// dark.
public final class Blobs implements Dataset {
  private static final int VERSION = 1;
  private static final int TEST_START = 16_000_000;

  private final int first;
  private final int count;
  private final Shape shape;

  private Blobs(int first, int count, Shape shape) {
    this.first = first;
    this.count = count;
    this.shape = shape;
  }

  /// 600 pictures to learn from and 150 to be judged by, 32x32, grey.
  public static Splits splits() {
    return splits(600, 150, Shape.of(32, 32, 1));
  }

  /// Some to learn from and some to be judged by, which share none.
  ///
  /// @param sample height, width, 1, or depth, height, width, 1
  /// @throws LoupeException if a count or the shape is out of range
  public static Splits splits(int train, int test, Shape sample) {
    check(train);
    check(test);
    if (sample.rank() < 3 || sample.rank() > 4 || sample.channels() != 1) {
      throw LoupeException.of("blobs can't have this shape")
          .expected("height, width, 1, or depth, height, width, 1")
          .got(sample.toString());
    }
    return new Splits(new Blobs(0, train, sample), new Blobs(TEST_START, test, sample));
  }

  private static void check(int count) {
    if (count < 1 || count > TEST_START) {
      throw LoupeException.of("blobs: a set can't have this size")
          .expected("1 to " + TEST_START + " samples")
          .got(String.valueOf(count));
    }
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public List<String> classes() {
    return List.of("ground", "bright", "dark");
  }

  @Override
  public Target target() {
    return Target.MAP;
  }

  @Override
  public int label(int index) {
    return 0;
  }

  @Override
  public void read(int index, Tensor into) {
    Tensor map = Tensor.zeros(Target.MAP.shape(shape, 3));
    readTarget(index, map);
    Draws noise = new Draws(seed(index).child("noise"));
    for (int i = 0; i < map.length(); i++) {
      float tone = map.get(i) == 1 ? 0.7f : map.get(i) == 2 ? 0.3f : 0.5f;
      into.set(i, Math.clamp(tone + noise.normal(0, 0.1f), 0, 1));
    }
  }

  @Override
  public void readTarget(int index, Tensor into) {
    into.fill(0);
    Draws draws = new Draws(seed(index).child("blobs"));
    int blobs = 1 + draws.below(3);
    for (int b = 0; b < blobs; b++) {
      paint(draws, 1 + draws.below(2), into);
    }
  }

  /// Fills an ellipse whose axes are those of the sample.
  private static void paint(Draws draws, int label, Tensor map) {
    int axes = map.shape().rank();
    float[] centre = new float[axes];
    float[] radius = new float[axes];
    for (int a = 0; a < axes; a++) {
      int length = map.shape().size(a);
      centre[a] = draws.uniform(0.2f, 0.8f) * length;
      radius[a] = draws.uniform(0.12f, 0.28f) * length;
    }
    for (int i = 0; i < map.length(); i++) {
      float away = 0;
      int rest = i;
      for (int a = axes - 1; a >= 0; a--) {
        float d = (rest % map.shape().size(a) + 0.5f - centre[a]) / radius[a];
        away += d * d;
        rest /= map.shape().size(a);
      }
      if (away <= 1) {
        map.set(i, label);
      }
    }
  }

  private Seed seed(int index) {
    return Seed.of(VERSION).child("blobs").child(first + index);
  }

  @Override
  public Card card() {
    String given =
        "blobs version %d %s %d to %d".formatted(VERSION, shape, first, first + count - 1);
    return new Card(
        "blobs",
        "ellipses on noise with their maps, " + shape + ", drawn by Loupe",
        "drawn by dev.loupe.data.Blobs",
        "Apache-2.0",
        Sha256.of(given.getBytes(StandardCharsets.UTF_8)));
  }
}
