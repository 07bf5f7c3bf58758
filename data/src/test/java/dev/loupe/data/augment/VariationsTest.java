package dev.loupe.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Batch;
import dev.loupe.data.Beats;
import dev.loupe.data.Dataset;
import dev.loupe.data.Digits;
import dev.loupe.data.Epoch;
import dev.loupe.data.Loader;
import dev.loupe.data.Phantoms;
import dev.loupe.data.Transform;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// What variations draw: how much, how often, and the same for any number of threads.
final class VariationsTest {
  private static final Dataset DIGITS = Digits.splits(40, 4).train();
  private static final Dataset BEATS = Beats.splits(40, 4).train();
  private static final Dataset PHANTOMS = Phantoms.splits(8, 4).train();

  private static Tensor apply(String text, long seed, Tensor input) {
    Transform transform = Augmentations.parse(text, input.shape()).getFirst();
    Tensor output = Tensor.zeros(transform.shape(input.shape()));
    output.fill(Float.NaN);
    transform.apply(Seed.of(seed), input, output);
    return output;
  }

  @Test
  void batchesAreTheSameForAnyNumberOfThreads() {
    sameBatches(DIGITS, "strong,perspective:0.4:1,rotate:20,jitter:0.3:0.3:0.3:0.1,randaugment");
    sameBatches(DIGITS, "trivial,blur:0.5:1,erase:1,equalise,crop:3:reflect,flip,rot90");
    sameBatches(BEATS, "strong,spectrogram:32:8,freqmask:2:4,timemask:2:4");
    sameBatches(BEATS, "noise:0.1:0.2,offset:-1:1,logmel:125:32:8:12");
    sameBatches(PHANTOMS, "strong,flip:0,rot90,rotate:10,patch:9:10:11");
  }

  private static void sameBatches(Dataset dataset, String text) {
    Loader loader =
        Loader.of(dataset, 4).shuffled(Seed.of(7)).transforms(Augmentations.parse(text, dataset));
    List<String> expected = epoch(loader.threads(0), 2);
    assertThat(expected).doesNotHaveDuplicates();
    for (int threads : new int[] {1, 3}) {
      assertThat(epoch(loader.threads(threads), 2)).as(text).isEqualTo(expected);
    }
    assertThat(epoch(loader.threads(1), 3)).as(text).isNotEqualTo(expected);
  }

  private static List<String> epoch(Loader loader, long number) {
    List<String> batches = new ArrayList<>();
    try (Epoch epoch = loader.epoch(number)) {
      while (epoch.next()) {
        Batch batch = epoch.batch();
        batches.add(Arrays.toString(batch.inputs().toArray()));
      }
    }
    return batches;
  }

  @Test
  void stretchedSignalsAreInterpolated() {
    Tensor ramp = Tensor.of(Shape.of(9, 1), 0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(apply("stretch:0.5:0.5", 1, ramp).toArray())
        .containsExactly(2, 2.5f, 3, 3.5f, 4, 4.5f, 5, 5.5f, 6);
    assertThat(apply("stretch:2:2", 1, ramp).toArray()).containsExactly(0, 0, 0, 2, 4, 6, 8, 8, 8);
  }

  @Test
  void masksHideRunsBehindTheMean() {
    Tensor signal = Tensor.zeros(Shape.of(50, 2));
    for (int i = 0; i < 100; i++) {
      signal.set(i, i);
    }
    boolean[] lengths = new boolean[9];
    for (int seed = 0; seed < 200; seed++) {
      float[] masked = apply("timemask:1:8", seed, signal).toArray();
      int hidden = 0;
      for (int t = 0; t < 50; t++) {
        boolean changed = masked[2 * t] != 2 * t;
        if (changed) {
          // Even numbers to 98 have the mean 49, odd ones 50.
          assertThat(masked[2 * t]).isEqualTo(49);
          assertThat(masked[2 * t + 1]).isEqualTo(50);
          hidden++;
        }
      }
      lengths[hidden] = true;
    }
    assertThat(lengths).containsOnly(true);
    Tensor picture = Tensor.zeros(Shape.of(6, 5, 1));
    picture.set(0, 30);
    float[] rows = apply("freqmask:1:6", 4, picture).toArray();
    for (int y = 0; y < 6; y++) {
      boolean hidden = rows[y * 5 + 4] == 1;
      for (int x = 1; x < 5; x++) {
        assertThat(rows[y * 5 + x]).isEqualTo(hidden ? 1 : 0);
      }
    }
  }

  @Test
  void noiseHasTheDeviationAskedFor() {
    Tensor signal = Tensor.zeros(Shape.of(20_000, 1));
    for (int i = 0; i < signal.length(); i++) {
      signal.set(i, i % 2 == 0 ? 5 : 1);
    }
    float[] noisy = apply("noise:0.5:0.5", 1, signal).toArray();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < noisy.length; i++) {
      double d = noisy[i] - signal.get(i);
      sum += d;
      squares += d * d;
    }
    // The signal's deviation is 2, half of it 1; five standard errors.
    assertThat(sum / noisy.length).isCloseTo(0, Offset.offset(0.036));
    assertThat(Math.sqrt(squares / noisy.length)).isCloseTo(1, Offset.offset(0.025));
    assertThat(apply("scale:3:3", 1, signal).get(0)).isEqualTo(15);
    assertThat(apply("offset:-1:-1", 1, signal).get(0)).isCloseTo(3, Offset.offset(1e-5f));
    Tensor four = Tensor.of(Shape.of(4, 1), 1, 2, 3, 5);
    assertThat(apply("gamma:2:2", 1, four).toArray())
        .containsExactly(new float[] {1, 1.25f, 2, 5}, Offset.offset(1e-6f));
    assertThat(apply("normalise:3:2", 1, four).toArray()).containsExactly(-1, -0.5f, 0, 1);
  }

  @Test
  void rectanglesHaveTheAreaAskedFor() {
    Tensor white = Tensor.zeros(Shape.of(40, 50, 1));
    white.fill(1);
    int erased = 0;
    for (int seed = 0; seed < 400; seed++) {
      int black = black(apply("erase:0.5:0.1:0.2", seed, white));
      erased += black > 0 ? 1 : 0;
      // Edges are whole pixels: half a pixel of about 12 x 17 on each.
      assertThat(black)
          .satisfiesAnyOf(b -> assertThat(b).isZero(), b -> assertThat(b).isBetween(185, 418));
      assertThat(black(apply("cutout:8", seed, white))).isBetween(16, 64);
    }
    // Five deviations of a fair coin.
    assertThat(erased).isBetween(150, 250);
  }

  private static int black(Tensor image) {
    int black = 0;
    for (float value : image.toArray()) {
      black += value == 0 ? 1 : 0;
    }
    return black;
  }

  @Test
  void wrongFiguresAreRefused() {
    Shape picture = Shape.of(16, 16, 3);
    for (String text :
        ("shift:-1 crop:-1 rotate:181 affine:-1 affine:0:2 affine:0:0:0:1 affine:0:0:1:1:61"
                + " resizedcrop:0:1 resizedcrop:0.5:2 resizedcrop:0.9:0.1 perspective:2 elastic:-1"
                + " elastic:1:0 patch:0 patch:17:3 patch:3 jitter:2:0:0:0 jitter:0:0:0:0.6 grey:2"
                + " posterise:0 posterise:9 solarise:2 sharpness:-1 blur:0:1 blur:2:1 cutout:0"
                + " erase:2 erase:1:0:1 randaugment:0:9 randaugment:2:31 scale:-1:1 noise:2:1"
                + " gamma:0:1 normalise:0:0 normalise:0 normalise:0:1:0 normalise:0:1 flip:3 flip:2"
                + " timemask:0:1 freqmask:1:-1 stretch:0:1 spectrogram:1:1 logmel:0:8:4:2"
                + " scale:NaN:1 scale:1:Infinity crop: trivial:1")
            .split(" ", -1)) {
      assertThatThrownBy(() -> Augmentations.parse(text, picture))
          .as(text)
          .isInstanceOf(LoupeException.class);
    }
    assertThatThrownBy(() -> Augmentations.parse("spectrogram:64:8", Shape.of(30, 1)))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("too short");
    assertThatThrownBy(() -> Augmentations.parse("crop:1", Shape.of(30, 1)))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("images only");
  }
}
