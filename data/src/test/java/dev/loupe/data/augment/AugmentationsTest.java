package dev.loupe.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Beats;
import dev.loupe.data.Dataset;
import dev.loupe.data.Digits;
import dev.loupe.data.Phantoms;
import dev.loupe.data.Transform;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Variations against their definitions, and against their own text.
final class AugmentationsTest {
  private static final Dataset DIGITS = Digits.splits(10, 10).train();
  private static final Dataset BEATS = Beats.splits(10, 10).train();
  private static final Dataset PHANTOMS = Phantoms.splits(4, 4).train();

  private static Tensor noise(Shape shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.length(); i++) {
      tensor.set(i, Math.round(Seed.of(5).uniform(i) * 255) / 255f);
    }
    return tensor;
  }

  private static Tensor apply(Transform transform, long seed, Tensor input) {
    Tensor before = Tensor.zeros(input.shape());
    before.copyFrom(input);
    Tensor output = Tensor.zeros(transform.shape(input.shape()));
    output.fill(Float.NaN);
    transform.apply(Seed.of(seed), input, output);
    assertThat(input).isEqualTo(before);
    for (float value : output.toArray()) {
      assertThat(value).isFinite();
    }
    return output;
  }

  @Test
  void parametersThatChangeNothingGiveTheSameBits() {
    Tensor image = noise(Shape.of(9, 12, 3));
    Tensor volume = noise(Shape.of(5, 6, 7, 2));
    Tensor signal = noise(Shape.of(40, 2));
    for (String text :
        "crop:0 rotate:0 affine:0 elastic:0 perspective:0:1 resizedcrop:1:1:1.3333333:1.3333334"
            .split(" ", -1)) {
      assertThat(apply(one(text), 3, image)).as(text).isEqualTo(image);
    }
    for (String text :
        "jitter:0:0:0:0 posterise:8:1 sharpness:1:1 invert:0 scale:1:1".split(" ", -1)) {
      assertThat(apply(one(text), 3, image)).as(text).isEqualTo(image);
    }
    for (String text : "affine:0 elastic:0 gamma:1:1 noise:0:0 patch:5:6:7".split(" ", -1)) {
      assertThat(apply(one(text), 3, volume)).as(text).isEqualTo(volume);
    }
    for (String text : "stretch:1:1 timemask:2:0 offset:0:0".split(" ", -1)) {
      assertThat(apply(one(text), 3, signal)).as(text).isEqualTo(signal);
    }
  }

  private static Transform one(String text) {
    // Presets alone look at the data, and so does the check of shapes.
    return Augmentations.read(text).getFirst();
  }

  @Test
  void turnsAndFlipsOnlyMoveValues() {
    Tensor image = noise(Shape.of(6, 6, 2));
    Tensor turned = Tensor.zeros(image.shape());
    QuarterTurns.turn(image, turned, 0, 1, 1);
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 6; x++) {
        assertThat(turned.get((y * 6 + x) * 2)).isEqualTo(image.get((x * 6 + 5 - y) * 2));
      }
    }
    for (int a = 0; a < 3; a++) {
      Tensor volume = noise(Shape.of(4, 4, 4, 1));
      Tensor at = volume;
      for (int i = 0; i < 4; i++) {
        Tensor next = Tensor.zeros(volume.shape());
        QuarterTurns.turn(at, next, a == 2 ? 1 : 0, a == 0 ? 1 : 2, 1);
        at = next;
        assertThat(at.equals(volume)).isEqualTo(i == 3);
      }
    }
    int flipped = 0;
    for (int i = 0; i < 1000; i++) {
      float[] v = apply(new FlipAxis(0), i, Tensor.of(Shape.of(3, 1), 1, 2, 3)).toArray();
      flipped += v[0] == 3 ? 1 : 0;
      assertThat(v).isIn(new float[] {1, 2, 3}, new float[] {3, 2, 1});
    }
    // Five deviations of a fair coin.
    assertThat(flipped).isBetween(421, 579);
  }

  @Test
  void cropsComeFromThePaddedImage() {
    Tensor image = noise(Shape.of(5, 7, 2));
    for (Edge edge : Edge.values()) {
      int[] seen = new int[7];
      for (int i = 0; i < 300; i++) {
        Seed seed = Seed.of(i);
        Tensor output = apply(new RandomCrop(3, edge), i, image);
        int down = seed.below(0, 7) - 3;
        int right = seed.below(1, 7) - 3;
        seen[down + 3]++;
        for (int p = 0; p < output.length(); p++) {
          int y = p / 14 + down;
          int x = p / 2 % 7 + right;
          boolean inside = y >= 0 && y < 5 && x >= 0 && x < 7;
          int from = (Edge.reflect(y, 5) * 7 + Edge.reflect(x, 7)) * 2 + p % 2;
          float expected = inside || edge == Edge.REFLECT ? image.get(from) : 0;
          assertThat(output.get(p)).isEqualTo(expected);
        }
      }
      assertThat(Arrays.stream(seen).min().orElse(0)).isGreaterThan(15);
    }
  }

  @Test
  void textAndTransformsLeadToEachOther() {
    for (String text :
        List.of(
            "none",
            "light",
            "standard",
            "strong",
            "crop:4,flip,randaugment:2:9,cutout:8",
            " crop : 4 : reflect , flip:0, erase, grey:0.25, solarise:0.5",
            "affine:10:0.1,perspective:0.3,blur:0.1:1.5,rot90,trivial,resizedcrop")) {
      List<Transform> transforms = Augmentations.parse(text, DIGITS);
      String written = Augmentations.text(transforms);
      assertThat(Augmentations.parse(written, DIGITS)).as(written).isEqualTo(transforms);
    }
    assertThat(Augmentations.text(Augmentations.parse("light", DIGITS))).isEqualTo("shift:2");
    assertThat(Augmentations.parse("strong", BEATS)).hasSize(5);
    assertThat(Augmentations.parse("strong", PHANTOMS)).hasSize(4);
  }

  @Test
  void wrongTextsAreRefused() {
    refused("crp:4", "did you mean 'crop'?");
    refused("crop", "crop:padding[:zero|reflect]");
    refused("crop(4)", "unknown augmentation 'crop(4)'");
    refused("crop:4.5", "a whole number");
    refused("crop:four", "a number");
    refused("crop:-1", "crop: the padding is out of range");
    refused("crop:1:reflct", "did you mean 'reflect'?");
    refused("flip,,flip", "unknown augmentation ''");
    refused("scale:2:1", "upside down");
    refused("stretch:0.5:2", "this works on signals only");
  }

  private static void refused(String text, String part) {
    assertThatThrownBy(() -> Augmentations.parse(text, DIGITS))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining(part);
  }

  @Test
  void drawsHangOnTheSeedAlone() {
    Tensor image = noise(Shape.of(32, 32, 3));
    for (String text :
        "trivial randaugment:2:9 jitter:0.4:0.4:0.4:0.1 elastic:1:3 erase:1 affine:20 blur:0.5:1"
            .split(" ", -1)) {
      assertThat(apply(one(text), 1, image)).as(text).isEqualTo(apply(one(text), 1, image));
      long others = 0;
      for (int i = 2; i < 12; i++) {
        others += apply(one(text), i, image).equals(apply(one(text), 1, image)) ? 0 : 1;
      }
      assertThat(others).as(text).isGreaterThan(7);
    }
  }
}
