package dev.loupe.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Sampling;
import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Variations beside the figures of Pillow, PyTorch, torchvision and SciPy.
///
/// `augment_figures.py` has made them.
final class AugmentFiguresTest {
  private static final Shape PICTURE = Shape.of(10, 12, 3);
  private static final Shape VOLUME = Shape.of(5, 6, 7, 1);

  /// Others compute in double precision.
  private static final float ROUNDING = 1e-5f;

  /// Pillow cuts to 8 bits, its grey and means too; Loupe doesn't round.
  private static final float EIGHT_BITS = 2 / 255f;

  private final Map<String, float[]> figures = figures();

  private static Map<String, float[]> figures() {
    Map<String, float[]> figures = new HashMap<>();
    try (InputStream stream =
            Objects.requireNonNull(AugmentFiguresTest.class.getResourceAsStream("augment.csv"));
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
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return figures;
  }

  private float[] figure(String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }

  private Tensor picture() {
    return Tensor.of(PICTURE, figure("input").clone());
  }

  private void same(String name, Tensor output, float error) {
    assertThat(output.toArray()).as(name).containsExactly(figure(name), Offset.offset(error));
  }

  @Test
  void tonesAreThoseOfPillow() {
    for (String name :
        "brightness contrast saturation hue sharpness solarise invert autocontrast equalise posterise"
            .split(" ", -1)) {
      Tensor image = picture();
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
        default -> Tones.posterise(image, 3);
      }
      same(name, image, name.equals("hue") ? ROUNDING : EIGHT_BITS);
    }
  }

  @Test
  void changesOfRandAugmentAreThoseOfTorchvision() {
    // Magnitude 15 of 30 in a picture of 12 x 10.
    float part = 150 / 331f;
    PolicyOp.Range range = new PolicyOp.Range(0.3f, part * 12, part * 10, 30, 0.9f, 4);
    for (int i = 0; i < PolicyOp.count(); i++) {
      PolicyOp op = PolicyOp.number(i);
      Tensor input = picture();
      Tensor output = op.geometric() ? Tensor.zeros(PICTURE) : input;
      // Angles count clockwise here, the other way there: both signs are as likely.
      int sign = op == PolicyOp.ROTATE ? -1 : 1;
      op.apply(input, output, range, 0.5f, sign, Sampling.LINEAR);
      same("policy_" + op.name(), output, op.geometric() ? ROUNDING : EIGHT_BITS);
    }
  }

  @Test
  void movedPicturesAreThoseOfTorchvision() {
    Tensor output = Tensor.zeros(PICTURE);
    double[] map = Maps.affine(5.5, 4.5, 25, 2, -1, 1.2, 12, -7);
    Bilinear.projective(picture(), output, map, Sampling.LINEAR);
    same("affine", output, ROUNDING);
    double[] places = {-1.4, -1.8, 12.6, -0.7, 11.9, 10.4, -2.1, 10.7};
    for (Sampling sampling : Sampling.values()) {
      String name = sampling.name().toLowerCase(Locale.ROOT);
      Bilinear.projective(picture(), output, map, sampling);
      same(name + "_affine", output, ROUNDING);
      Bilinear.projective(picture(), output, Maps.perspective(12, 10, places), sampling);
      same(name + "_perspective", output, ROUNDING);
      Bilinear.stretch(picture(), output, 3, 2, 8, 5, sampling);
      same(name + "_resizedcrop", output, ROUNDING);
    }
  }

  @Test
  void blurBentPicturesAndVolumesAreThoseOfSciPy() {
    Tensor output = Tensor.zeros(PICTURE);
    new GaussianBlur(1.5f, 1.5f).apply(Seed.of(1), picture(), output);
    same("blur", output, ROUNDING);
    float[] down = new float[120];
    float[] right = new float[120];
    for (int i = 0; i < 120; i++) {
      int x = i % 12;
      int y = i / 12;
      down[i] = (float) (Math.sin(x / 2.0 + y) * 1.7);
      right[i] = (float) (Math.cos(x - y / 3.0) * 2.3);
    }
    double[] map = {0.9, 0.2, -0.1, -0.3, 1.1, 0.15, 0.05, -0.2, 0.8};
    double[] shift = {0.31, -0.73, 1.13};
    Tensor volume = Tensor.of(VOLUME, figure("volume").clone());
    for (Sampling sampling : Sampling.values()) {
      String name = sampling.name().toLowerCase(Locale.ROOT);
      Bilinear.displaced(picture(), output, down, right, sampling);
      same(name + "_bent", output, ROUNDING);
      Tensor turned = Tensor.zeros(VOLUME);
      Trilinear.affine(volume, turned, map, shift, sampling);
      same(name + "_volume", turned, ROUNDING);
    }
  }

  @Test
  void powersOfFrequenciesAreThoseOfPyTorch() {
    Tensor signal = Tensor.zeros(Shape.of(300, 1));
    for (int t = 0; t < 300; t++) {
      signal.set(t, (float) (Math.sin(t * t / 700.0) + 0.1 * Math.cos(t * 1.3)));
    }
    for (int window : new int[] {64, 60}) {
      Tensor powers = apply(new Spectrogram(window, 20), signal);
      assertThat(powers.shape()).isEqualTo(Shape.of(window / 2 + 1, 16, 1));
      // Up to 250: the signal is in single precision here, and there are six figures there.
      same("spectrogram" + window, powers, 1e-3f);
      Tensor mel = apply(new LogMel(1000, window, 20, 10), signal);
      assertThat(mel.shape()).isEqualTo(Shape.of(10, 16, 1));
      same("logmel" + window, mel, 1e-3f);
    }
  }

  private static Tensor apply(Transform transform, Tensor input) {
    Tensor output = Tensor.zeros(transform.shape(input.shape()));
    transform.apply(Seed.of(1), input, output);
    return output;
  }
}
