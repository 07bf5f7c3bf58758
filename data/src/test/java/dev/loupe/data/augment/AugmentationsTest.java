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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Variations against their definitions, Pillow's and PyTorch's figures, and their own text.
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
  void figuresAreThoseOfPillowAndPyTorch() throws IOException {
    Map<String, float[]> figures = figures();
    Shape shape = Shape.of(10, 12, 3);
    Tensor input = Tensor.of(shape, Objects.requireNonNull(figures.get("input")));
    for (String name :
        "brightness contrast saturation hue sharpness solarise invert autocontrast equalise posterise affine"
            .split(" ", -1)) {
      Tensor image = Tensor.zeros(shape);
      image.copyFrom(input);
      switch (name) {
        case "brightness" -> Tones.brightness(image, 1.4f);
        case "contrast" -> Tones.contrast(image, 0.6f);
        case "saturation" -> Tones.saturation(image, 1.7f);
        case "hue" -> Tones.hue(image, 0.23f);
        case "sharpness" -> Tones.sharpness(image, 1.8f);
        case "solarise" -> Tones.solarise(image, 128 / 255f);
        case "invert" -> Tones.invert(image);
        case "autocontrast" -> Tones.autocontrast(image);
        case "equalise" -> Tones.equalise(image);
        case "posterise" -> Tones.posterise(image, 3);
        default ->
            Bilinear.projective(input, image, Maps.affine(5.5, 4.5, 25, 2, -1, 1.2, 12, -7), false);
      }
      // Pillow cuts to 8 bits, its grey and means too; the others don't round.
      float error = name.equals("hue") || name.equals("affine") ? 1e-5f : 2 / 255f;
      float[] expected = Objects.requireNonNull(figures.get(name));
      for (int i = 0; i < expected.length; i++) {
        assertThat(image.get(i)).as(name + i).isBetween(expected[i] - error, expected[i] + error);
      }
    }
  }

  @Test
  void logMelPowersAreThoseOfPyTorch() throws IOException {
    Tensor signal = Tensor.zeros(Shape.of(300, 1));
    for (int t = 0; t < 300; t++) {
      signal.set(t, (float) (Math.sin(t * t / 700.0) + 0.1 * Math.cos(t * 1.3)));
    }
    for (int window : new int[] {64, 60}) {
      float[] expected = Objects.requireNonNull(figures().get("logmel" + window));
      Tensor output = apply(new LogMel(1000, window, 20, 10), 1, signal);
      assertThat(output.shape()).isEqualTo(Shape.of(10, 16, 1));
      // The signal is in single precision here.
      assertThat(output.toArray()).containsExactly(expected, Offset.offset(1e-3f));
    }
  }

  private static Map<String, float[]> figures() throws IOException {
    Map<String, float[]> figures = new HashMap<>();
    try (InputStream stream =
            Objects.requireNonNull(AugmentationsTest.class.getResourceAsStream("augment.csv"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line : reader.lines().skip(1).toList()) {
        String[] cells = line.split(",", -1);
        float[] values = new float[cells.length - 1];
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.parseFloat(cells[i + 1]);
        }
        figures.put(cells[0], values);
      }
    }
    return figures;
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
