package dev.loupe.data.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ResampleTest {
  private static float[] whole(Resample resample, float[] input, int channels) {
    int frames = input.length / channels;
    float[] output = new float[(int) resample.length(frames) * channels];
    resample.apply(input, 0, frames, channels, 0, output.length / channels, output, 0);
    return output;
  }

  /// SciPy's `resample_poly` with a filter made from the same formula; within float rounding.
  @Test
  void valuesAreThoseOfSciPy() throws IOException {
    for (String[] row : SignalFixtures.rows("resample.csv")) {
      Resample resample = Resample.of(Integer.parseInt(row[0]), Integer.parseInt(row[1]));
      float[] output = whole(resample, SignalFixtures.noise(Integer.parseInt(row[2])), 1);
      assertThat(output).as(resample.toString()).hasSize(Integer.parseInt(row[3]));
      int at = Integer.parseInt(row[4]);
      assertThat(output[at])
          .as(resample + " at " + at)
          .isCloseTo(Float.parseFloat(row[5]), within(2e-7f));
    }
  }

  @Test
  void sinesBelowTheCutoffComeThroughAndThoseAboveDoNot() {
    int[][] rates = {{8000, 16000}, {16000, 8000}, {44100, 8000}, {360, 125}, {8000, 11025}};
    for (int[] rate : rates) {
      Resample resample = Resample.of(rate[0], rate[1]);
      double nyquist = Math.min(rate[0], rate[1]) / 2.0;
      float[] through = whole(resample, sine(0.9 * nyquist / rate[0], rate[0]), 1);
      float[] expected = sine(0.9 * nyquist / rate[1], rate[1]);
      int edge = (int) (70.0 * rate[1] / (2 * nyquist)) + 1;
      for (int i = edge; i < through.length - edge; i++) {
        assertThat(through[i]).isCloseTo(expected[i], within(2e-5f));
      }
      if (rate[1] < rate[0]) {
        float[] stopped = whole(resample, sine(1.01 * nyquist / rate[0], rate[0]), 1);
        for (int i = edge; i < stopped.length - edge; i++) {
          assertThat(stopped[i]).isCloseTo(0, within(2e-5f));
        }
      }
    }
  }

  /// One second.
  private static float[] sine(double cyclesPerValue, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(2 * Math.PI * cyclesPerValue * i + 0.3);
    }
    return values;
  }

  @Test
  void rangesAreTheSameAsTheWholeBitForBit() {
    float[] input = SignalFixtures.noise(2 * 5000);
    for (int[] rate : new int[][] {{44100, 8000}, {8000, 11025}, {1, 3}}) {
      Resample resample = Resample.of(rate[0], rate[1]);
      float[] all = whole(resample, input, 2);
      int from = all.length / 6;
      int count = 50;
      int low = (int) Math.max(0, resample.first(from));
      int high = (int) Math.min(5000, resample.last(from + count - 1) + 1);
      float[] part = new float[2 * count + 3];
      resample.apply(
          Arrays.copyOfRange(input, 2 * low, 2 * high), low, high - low, 2, from, count, part, 3);
      assertThat(Arrays.copyOfRange(part, 3, part.length))
          .isEqualTo(Arrays.copyOfRange(all, 2 * from, 2 * (from + count)));
    }
  }

  @Test
  void timesMayBeNegative() {
    Resample resample = Resample.of(360, 125);
    float[] input = SignalFixtures.noise(3000);
    float[] shifted = new float[100];
    resample.apply(input, -72 * 20, 3000, 1, -200, 100, shifted, 0);
    assertThat(Arrays.copyOfRange(whole(resample, input, 1), 300, 400)).isEqualTo(shifted);
  }

  @Test
  void constantsStayAndTheSameRateChangesNothing() {
    float[] ones = new float[2000];
    Arrays.fill(ones, 1);
    float[] output = whole(Resample.of(8000, 11025), ones, 1);
    for (int i = 100; i < output.length - 100; i++) {
      assertThat(output[i]).isEqualTo(1);
    }
    float[] noise = SignalFixtures.noise(100);
    assertThat(whole(Resample.of(8000, 8000), noise, 1)).isEqualTo(noise);
    assertThat(Resample.of(44100, 8000)).hasToString("resample 80:441");
    assertThat(Resample.of(44100, 8000).length(44100)).isEqualTo(8000);
    assertThat(Resample.of(3, 2).length(4)).isEqualTo(3);
  }

  @Test
  void ratesOutOfRangeAreRefused() {
    assertThat(SignalFixtures.error(() -> Resample.of(0, 8000)))
        .isEqualTo("the rate of a signal is out of range\n  expected: at least 1 Hz\n  got: 0 Hz");
    assertThat(SignalFixtures.frugalError(() -> Resample.of(2147483647, 8000)))
        .isEqualTo(
            "the rate can't be changed from 2147483647 to 8000 Hz\n"
                + "  expected: a ratio with numbers up to 65536\n"
                + "  got: 8000:2147483647\n"
                + "  fix: choose a rate that has more divisors in common");
  }
}
