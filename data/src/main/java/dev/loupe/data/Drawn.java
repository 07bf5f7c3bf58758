package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Samples that Loupe draws itself: each from its index alone, when it is first read, then kept.
///
/// A sample is kept as whole numbers of 8 or 16 bits, and every read goes through them, so the
/// first read gives the same values as the next. Two threads that read a sample for the first time
/// at once both draw it, and draw the same.
final class Drawn implements Dataset {
  /// Where the samples for tests begin, so that no size of the training set reaches them.
  static final int TEST_START = 16_000_000;

  /// Draws one sample.
  interface Painter {
    /// Draws a sample of a class.
    ///
    /// @param draws this sample's random numbers
    /// @param label the class
    /// @param values zeros, to be filled
    void paint(Draws draws, int label, float[] values);
  }

  /// What all samples of a dataset have in common.
  ///
  /// @param version goes up whenever a sample changes by a bit
  /// @param bits of a kept value: 8 or 16
  /// @param low what the smallest kept value stands for
  /// @param high what the largest kept value stands for
  record Recipe(
      String name,
      String description,
      String source,
      int version,
      Shape shape,
      List<String> classes,
      int bits,
      float low,
      float high,
      Painter painter) {}

  private final Recipe recipe;
  private final Seed seed;
  private final int first;
  private final byte[] labels;
  private final AtomicReferenceArray<byte[]> kept;
  private final Card card;

  private Drawn(Recipe recipe, int first, int count) {
    this.recipe = recipe;
    this.first = first;
    this.seed = Seed.of(recipe.version()).child(recipe.name());
    this.labels = labels(seed.child("labels"), recipe.classes().size(), first, count);
    this.kept = new AtomicReferenceArray<>(count);
    String given =
        "%s version %d samples %d to %d"
            .formatted(recipe.name(), recipe.version(), first, first + count - 1);
    this.card =
        new Card(
            recipe.name(),
            recipe.description(),
            recipe.source(),
            "Apache-2.0",
            Sha256.of(given.getBytes(StandardCharsets.UTF_8)));
  }

  /// A training and a test set that share no sample.
  ///
  /// @throws LoupeException if a count is out of range
  static Splits splits(Recipe recipe, int train, int test) {
    check(recipe.name() + ": the training set", train);
    check(recipe.name() + ": the test set", test);
    return new Splits(new Drawn(recipe, 0, train), new Drawn(recipe, TEST_START, test));
  }

  private static void check(String what, int count) {
    if (count < 1 || count > TEST_START) {
      throw LoupeException.of(what + " can't have this size")
          .expected("1 to " + TEST_START + " samples")
          .got(String.valueOf(count));
    }
  }

  /// Every run of as many samples as there are classes holds each class once, in random order.
  private static byte[] labels(Seed seed, int classes, int first, int count) {
    byte[] labels = new byte[count];
    int[] order = {};
    for (int i = 0; i < count; i++) {
      int index = first + i;
      if (i == 0 || index % classes == 0) {
        order = seed.child(index / classes).permutation(classes);
      }
      labels[i] = (byte) order[index % classes];
    }
    return labels;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Shape shape() {
    return recipe.shape();
  }

  @Override
  public List<String> classes() {
    return recipe.classes();
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public void read(int index, Tensor into) {
    byte[] codes = kept.get(index);
    if (codes == null) {
      codes = draw(index);
      kept.set(index, codes);
    }
    float[] out = into.data();
    int at = into.offset();
    float low = recipe.low();
    int n = shape().length();
    if (recipe.bits() == 8) {
      float step = (recipe.high() - low) / 255;
      for (int i = 0; i < n; i++) {
        out[at + i] = Math.fma((codes[i] & 0xFF), step, low);
      }
    } else {
      float step = (recipe.high() - low) / 65535;
      for (int i = 0; i < n; i++) {
        int code = (codes[2 * i] & 0xFF) << 8 | (codes[2 * i + 1] & 0xFF);
        out[at + i] = Math.fma(code, step, low);
      }
    }
  }

  @Override
  public Card card() {
    return card;
  }

  private byte[] draw(int index) {
    float[] values = new float[shape().length()];
    Draws draws = new Draws(seed.child("samples").child(first + index));
    recipe.painter().paint(draws, labels[index], values);
    int top = recipe.bits() == 8 ? 255 : 65535;
    float scale = top / (recipe.high() - recipe.low());
    byte[] codes = new byte[values.length * recipe.bits() / 8];
    for (int i = 0; i < values.length; i++) {
      int code = Math.clamp((int) ((values[i] - recipe.low()) * scale + 0.5f), 0, top);
      if (recipe.bits() == 8) {
        codes[i] = (byte) code;
      } else {
        codes[2 * i] = (byte) (code >> 8);
        codes[2 * i + 1] = (byte) code;
      }
    }
    return codes;
  }
}
