package dev.loupe.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.Initialiser;
import dev.loupe.nn.Initialisers.Fan;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// The scale of first weights, and that they are the same every time.
final class InitialisersTest {
  // 3x3 taps, 50 inputs, 80 outputs.
  private static final Shape WEIGHTS = Shape.of(3, 3, 50, 80);
  private static final int COUNT = WEIGHTS.length();

  @Test
  void fansAreCountedInMemoryOrder() {
    assertThat(Initialisers.fan(WEIGHTS, Fan.IN)).isEqualTo(450);
    assertThat(Initialisers.fan(WEIGHTS, Fan.OUT)).isEqualTo(720);
    assertThat(Initialisers.fan(WEIGHTS, Fan.MEAN)).isEqualTo(585);
    assertThat(Initialisers.fan(Shape.of(784, 10), Fan.IN)).isEqualTo(784);
  }

  @Test
  void deviationsAreThoseOfThePapers() {
    checkDeviation(Initialisers.kaimingNormal(Fan.IN, Initialisers.RELU_GAIN), 2 / 450.0);
    checkDeviation(Initialisers.kaimingNormal(Fan.OUT, 1), 1 / 720.0);
    checkDeviation(Initialisers.kaimingUniform(Fan.IN, Initialisers.RELU_GAIN), 2 / 450.0);
    checkDeviation(Initialisers.xavierNormal(1), 2 / 1170.0);
    checkDeviation(Initialisers.xavierUniform(1), 2 / 1170.0);
    // The variance of a normal cut at two deviations is 0.7737 of the whole one's.
    checkDeviation(Initialisers.truncatedNormal(0.02), 0.7737413 * 0.02 * 0.02);
  }

  @Test
  void uniformOnesKeepTheirBounds() {
    double bound = 1 / Math.sqrt(450);
    double largest = largest(Initialisation.DEFAULT.weight());
    assertThat(largest).isLessThanOrEqualTo((float) bound).isGreaterThan(0.999 * bound);
    double gain = Math.sqrt(6 / 450.0);
    assertThat(largest(Initialisers.kaimingUniform(Fan.IN, Initialisers.RELU_GAIN)))
        .isLessThanOrEqualTo((float) gain)
        .isGreaterThan(0.999 * gain);
    assertThat(largest(Initialisation.DEFAULT.biasOf(WEIGHTS)))
        .isLessThanOrEqualTo((float) bound)
        .isGreaterThan(0.999 * bound);
  }

  @Test
  void truncatedOnesEndAtTwoDeviations() {
    assertThat(largest(Initialisers.truncatedNormal(0.5)))
        .isLessThanOrEqualTo(1)
        .isGreaterThan(0.999);
  }

  @Test
  void constants() {
    assertThat(fill(Initialisers.constant(3)).toArray()).containsOnly(3);
    assertThat(fill(Initialisers.zeros()).toArray()).containsOnly(0);
    assertThat(fill(Initialisers.ones()).toArray()).containsOnly(1);
    assertThat(fill(Initialisation.KAIMING.biasOf(WEIGHTS)).toArray()).containsOnly(0);
  }

  @Test
  void sameSeedSameBits() {
    Initialiser i = Initialisers.truncatedNormal(0.02);
    assertThat(fill(i)).isEqualTo(fill(i));
    Tensor other = Tensor.zeros(WEIGHTS);
    i.fill(Seed.of(6), other);
    assertThat(other).isNotEqualTo(fill(i));
    // Written down once, so that no machine and no later version gives other bits.
    assertThat(fill(i).get(7)).isEqualTo(0.014999704f);
    assertThat(fill(Initialisers.xavierNormal(1)).get(7)).isEqualTo(-0.01919387f);
  }

  @Test
  void vectorsHaveNoFan() {
    assertThatThrownBy(
            () -> Initialisers.xavierNormal(1).fill(Seed.of(5), Tensor.zeros(Shape.of(4))))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            a fan is counted over inputs and outputs
              expected: weights of at least two axes
              got: 4
              fix: use a constant, uniform or truncated normal initialiser\
            """);
  }

  @Test
  void settingsOutOfRange() {
    assertThatThrownBy(() -> Initialisers.truncatedNormal(0))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            the deviation of an initialiser is out of range
              expected: a number above 0
              got: 0.0\
            """);
    assertThatThrownBy(() -> Initialisers.uniform(1, -1))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            the bounds of an initialiser are in the wrong order
              expected: low, high
              got: 1.0, -1.0\
            """);
  }

  /// 36,000 values: the mean of squares lies within 3 % of the variance in all but one of 10,000
  /// seeds, as its own deviation is at most sqrt(2 / 36,000), 0.75 %; the mean's is 0.53 %.
  private static void checkDeviation(Initialiser initialiser, double variance) {
    double sum = 0;
    double squares = 0;
    for (float v : fill(initialiser).toArray()) {
      sum += v;
      squares += (double) v * v;
    }
    assertThat(squares / COUNT / variance).isCloseTo(1, within(0.03));
    assertThat(sum / COUNT / Math.sqrt(variance)).isCloseTo(0, within(0.02));
  }

  private static double largest(Initialiser initialiser) {
    double largest = 0;
    for (float v : fill(initialiser).toArray()) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  private static Tensor fill(Initialiser initialiser) {
    Tensor t = Tensor.zeros(WEIGHTS);
    initialiser.fill(Seed.of(5), t);
    return t;
  }
}
