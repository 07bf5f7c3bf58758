package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DrawnTest {
  private static byte[] bytes(Dataset dataset, int count) {
    Tensor sample = Tensor.zeros(dataset.shape());
    ByteBuffer all = ByteBuffer.allocate(count * (4 * sample.length() + 1));
    for (int i = 0; i < count; i++) {
      dataset.read(i, sample);
      all.put((byte) dataset.label(i));
      for (float value : sample.data()) {
        all.putFloat(value);
      }
    }
    return all.array();
  }

  private static void check(Splits small, Splits large, Shape shape, int classes, String hash) {
    assertThat(small.train().shape()).isEqualTo(shape);
    assertThat(small.train().classes()).hasSize(classes);
    byte[] first = bytes(small.train(), 40);
    assertThat(bytes(small.train(), 40)).isEqualTo(first);
    assertThat(bytes(large.train(), 40)).isEqualTo(first);
    assertThat(bytes(small.test(), 40)).isNotEqualTo(first);
    // What was drawn when this was written: other bits need a new version of the recipe.
    assertThat(Sha256.of(first)).isEqualTo(hash);
    for (Dataset dataset : new Dataset[] {large.train(), large.test()}) {
      int[] counts = new int[classes];
      IntStream.range(0, dataset.size()).forEach(i -> counts[dataset.label(i)]++);
      assertThat(counts).containsOnly(dataset.size() / classes);
    }
  }

  @Test
  void drawsDigits() {
    Splits small = Digits.splits(40, 40);
    check(
        small,
        Digits.splits(),
        Shape.of(28, 28, 1),
        10,
        "sha256:2c8f665b9f0b517f6b719fb45175590c540d8f7e966adff943a3399ee3f74760");
    assertThat(small.train().card())
        .isEqualTo(
            new Card(
                "digits",
                "handwritten-looking digits, 28x28 grey, drawn by Loupe",
                "drawn by dev.loupe.data.Digits",
                "Apache-2.0",
                Sha256.of(
                    "digits version 1 samples 0 to 39"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))));
  }

  @Test
  void drawsBeats() {
    check(
        Beats.splits(40, 40),
        Beats.splits(),
        Shape.of(187, 1),
        5,
        "sha256:e9a84bfdbd20ef07541a31a0da7f169599f9f6627d3aa665df91d13bb6d26800");
  }

  @Test
  void drawsPhantoms() {
    check(
        Phantoms.splits(40, 40),
        Phantoms.splits(),
        Shape.of(28, 28, 28, 1),
        4,
        "sha256:db012f1fb8ca6b4cdc9787beb0aa2391d76c418bdda85cb7bf1c20b8ba356286");
  }

  @Test
  void staysInTheRangeOfItsUnit() {
    for (Dataset dataset :
        new Dataset[] {
          Digits.splits(200, 1).train(),
          Phantoms.splits(20, 1).train(),
          Beats.splits(200, 1).train()
        }) {
      float limit = dataset.shape().rank() == 2 ? 4 : 1;
      Tensor sample = Tensor.zeros(dataset.shape());
      float most = 0;
      for (int i = 0; i < dataset.size(); i++) {
        dataset.read(i, sample);
        for (float value : sample.data()) {
          assertThat(value).isBetween(limit == 4 ? -4f : 0f, limit);
          most = Math.max(most, value);
        }
      }
      assertThat(most).isGreaterThan(0.8f);
    }
  }

  /// The nearest class mean must find the classes better than chance, and be far from all of them:
  /// the digits are to be learnt, not looked up.
  @Test
  void makesDigitsARealTask() {
    Splits splits = Digits.splits(2000, 500);
    int n = 784;
    float[][] means = new float[10][n];
    Tensor sample = Tensor.zeros(splits.train().shape());
    for (int i = 0; i < 2000; i++) {
      splits.train().read(i, sample);
      for (int k = 0; k < n; k++) {
        means[splits.train().label(i)][k] += sample.get(k) / 200;
      }
    }
    int right = 0;
    for (int i = 0; i < 500; i++) {
      splits.test().read(i, sample);
      double least = Double.MAX_VALUE;
      int best = -1;
      for (int c = 0; c < 10; c++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          double d = sample.get(k) - means[c][k];
          sum += d * d;
        }
        if (sum < least) {
          least = sum;
          best = c;
        }
      }
      right += best == splits.test().label(i) ? 1 : 0;
    }
    assertThat(right).isBetween(300, 425);
  }

  @Test
  void refusesOddSizes() {
    assertThat(Fixtures.error(() -> Digits.splits(0, 1)))
        .isEqualTo(
            "digits: the training set can't have this size\n  expected: 1 to 16000000 samples\n"
                + "  got: 0");
    assertThat(Fixtures.error(() -> Beats.splits(1, 16_000_001)))
        .isEqualTo(
            "beats: the test set can't have this size\n  expected: 1 to 16000000 samples\n"
                + "  got: 16000001");
  }
}
