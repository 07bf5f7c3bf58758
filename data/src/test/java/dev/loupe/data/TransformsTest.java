package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TransformsTest {
  private static Tensor counting(Shape shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.length(); i++) {
      tensor.set(i, i + 1);
    }
    return tensor;
  }

  private static Tensor apply(Transform transform, Seed seed, Tensor input) {
    Tensor output = Tensor.zeros(transform.shape(input.shape()));
    output.fill(Float.NaN);
    transform.apply(seed, input, output);
    return output;
  }

  @Test
  void normalisesEachChannel() {
    Normalise normalise = new Normalise(new float[] {1, 10}, new float[] {2, 0.5f});
    Tensor output = apply(normalise, Seed.of(0), Tensor.of(Shape.of(2, 2), 1, 10, 3, 9));
    assertThat(output.toArray()).containsExactly(0, 0, 1, -2);
    assertThat(normalise)
        .isEqualTo(new Normalise(new float[] {1, 10}, new float[] {2, 0.5f}))
        .hasToString("normalise:1.0:2.0:10.0:0.5");
  }

  @Test
  void refusesFiguresThatCannotNormalise() {
    assertThat(Fixtures.error(() -> new Normalise(new float[] {1}, new float[] {1, 2})))
        .isEqualTo(
            "normalise: a channel needs a mean and a deviation\n"
                + "  expected: as many means as deviations, at least 1\n  got: 1 and 2");
    assertThat(Fixtures.error(() -> new Normalise(new float[] {1, 2}, new float[] {1, 0})))
        .isEqualTo(
            "normalise: channel 1 can't be normalised\n"
                + "  expected: a finite mean and a finite deviation above 0\n"
                + "  got: mean 2.0, deviation 0.0");
    Normalise grey = new Normalise(new float[] {0}, new float[] {1});
    assertThat(Fixtures.error(() -> grey.shape(Shape.of(4, 4, 3))))
        .isEqualTo(
            "normalise: the samples have another number of channels\n"
                + "  expected: 1 (one for each mean)\n  got: 3 (4x4x3)");
  }

  @Test
  void flipsHalfOfTheImages() {
    Tensor image = counting(Shape.of(2, 3, 2));
    float[] mirrored = {5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8};
    int flipped = 0;
    for (int i = 0; i < 1000; i++) {
      float[] output = apply(new RandomFlip(), Seed.of(i), image).toArray();
      boolean same = output[0] == 1;
      assertThat(output).containsExactly(same ? image.toArray() : mirrored);
      flipped += same ? 0 : 1;
    }
    // Five deviations of a fair coin: sqrt(1000) / 2 * 5.
    assertThat(flipped).isBetween(500 - 79, 500 + 79);
    assertThat(Fixtures.error(() -> new RandomFlip().shape(Shape.of(187, 1))))
        .isEqualTo(
            "random flip: this works on images only\n"
                + "  expected: samples of height x width x channels\n  got: 187x1\n"
                + "  fix: leave the flip out");
  }

  @Test
  void shiftsAtAnyRank() {
    for (Shape shape : List.of(Shape.of(5, 2), Shape.of(4, 3, 2), Shape.of(3, 4, 5, 1))) {
      Tensor input = counting(shape);
      for (int i = 0; i < 200; i++) {
        Seed seed = Seed.of(i);
        assertThat(apply(new RandomShift(2), seed, input)).isEqualTo(shifted(seed, input));
      }
    }
    Tensor image = counting(Shape.of(4, 4, 1));
    assertThat(apply(new RandomShift(0), Seed.of(1), image)).isEqualTo(image);
    // Further than the signal is long: nothing is left.
    float[] far = apply(new RandomShift(1 << 20), Seed.of(1), counting(Shape.of(3, 1))).toArray();
    assertThat(far).containsOnly(0);
  }

  /// By the definition: output at p is input at p - shift, zero where there is none.
  private static Tensor shifted(Seed seed, Tensor input) {
    Shape shape = input.shape();
    Tensor output = Tensor.zeros(shape);
    for (int i = 0; i < output.length(); i++) {
      int rest = i / shape.channels();
      int from = i % shape.channels();
      int stride = shape.channels();
      boolean inside = true;
      for (int axis = shape.rank() - 2; axis >= 0; axis--) {
        int size = shape.size(axis);
        int at = rest % size - (seed.below(axis, 5) - 2);
        inside &= at >= 0 && at < size;
        from += at * stride;
        stride *= size;
        rest /= size;
      }
      output.set(i, inside ? input.get(from) : 0);
    }
    return output;
  }

  @Test
  void refusesShiftsThatMakeNoSense() {
    assertThat(Fixtures.error(() -> new RandomShift(-1)))
        .isEqualTo(
            "random shift: the distance is out of range\n  expected: 0 to 1048576 pixels\n"
                + "  got: -1");
    assertThat(Fixtures.error(() -> new RandomShift(1).shape(Shape.of(3))))
        .isEqualTo(
            "random shift: the samples have no axis to move along\n"
                + "  expected: samples of spatial... x channels\n  got: 3\n"
                + "  fix: leave the shift out");
  }

  @Test
  void measuresADataset() {
    // Values 100 i + k for i below 300 and k below 5.
    Fixtures.Ramp ramp = new Fixtures.Ramp(300, 5, 7);
    long[] last = new long[2];
    Statistics one =
        Statistics.of(
            ramp,
            new Parallel(1),
            (task, done, total) -> {
              last[0] = done;
              last[1] = total;
            });
    assertThat(last).containsExactly(300, 300);
    assertThat(one.mean()).containsExactly(14952);
    // Variances of 0..n-1 are (n^2 - 1) / 12.
    double variance = 100.0 * 100 * (300 * 300 - 1) / 12 + (5 * 5 - 1) / 12.0;
    assertThat(one.deviation()).containsExactly((float) Math.sqrt(variance));
    assertThat(one.low()).containsExactly(0);
    assertThat(one.high()).containsExactly(29904);
    assertThat(one.counts()).containsExactly(43, 43, 43, 43, 43, 43, 42);
    Statistics three = Statistics.of(ramp, new Parallel(3), Progress.none());
    assertThat(three).usingRecursiveComparison().isEqualTo(one);
  }

  @Test
  void onlyShiftsAChannelThatNeverChanges() {
    Dataset constant = new Fixtures.Ramp(1, 1, 1);
    Normalise normalise = Statistics.of(constant, new Parallel(1), Progress.none()).normalise();
    assertThat(normalise).isEqualTo(new Normalise(new float[] {0}, new float[] {1}));
  }
}
