package dev.loupe.explain.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.kernel.Window;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Filters of signals and volumes that were made to be something.
class WaveFiguresTest {
  private static EdgeShare share(Shape kernel, double[]... filters) {
    int[] sizes = Arrays.copyOf(kernel.sizes(), kernel.rank() + 2);
    sizes[kernel.rank()] = 1;
    sizes[kernel.rank() + 1] = filters.length;
    Tensor weights = Tensor.zeros(Shape.of(sizes));
    for (int i = 0; i < weights.length(); i++) {
      weights.set(i, (float) filters[i % filters.length][i / filters.length]);
    }
    Window window = Window.of(kernel.rank(), kernel.size(0), 1, kernel.size(0) / 2);
    return EdgeShare.of(new FilterBank("conv", window, 1, weights, true), 2, Seed.of(1));
  }

  private static WaveFigures signal(double... filter) {
    return (WaveFigures) share(Shape.of(filter.length), filter).figures().getFirst();
  }

  private static WaveFigures volume(int size, double[] filter) {
    return (WaveFigures) share(Shape.of(size, size, size), filter).figures().getFirst();
  }

  @Test
  void shortFiltersOfSignalsAreNamed() {
    assertThat(signal(1, 2, 1).kind()).isEqualTo(FilterKind.LOW_PASS).hasToString("low-pass");
    assertThat(signal(1, 1, 1, 1, 1).kind()).isEqualTo(FilterKind.LOW_PASS);
    assertThat(signal(-1, -2, -3, -2, -1).kind()).isEqualTo(FilterKind.LOW_PASS);
    assertThat(signal(-1, 1).kind()).isEqualTo(FilterKind.RISE);
    assertThat(signal(1, 0, -1).kind()).isEqualTo(FilterKind.FALL);
    assertThat(signal(-1, -1, -1, 1, 1, 1).kind()).isEqualTo(FilterKind.RISE);
    assertThat(signal(-1, 2, -1).kind()).isEqualTo(FilterKind.PEAK);
    assertThat(signal(0, 0, 1, 0, 0).kind()).isEqualTo(FilterKind.PEAK);
    assertThat(signal(1, 1, -4, 1, 1).kind()).isEqualTo(FilterKind.DIP);
    assertThat(signal(1, -1, 1, -1, 1, -1).kind()).isEqualTo(FilterKind.OSCILLATION);
    assertThat(signal(0, 0, 0).kind()).isEqualTo(FilterKind.OTHER);
    assertThat(signal(-1, 0, 1).words())
        .startsWith("rise, 0.")
        .contains(" cycles a sample, ")
        .endsWith(" % explained");
    assertThat(signal(-1, 0, 1).derivative()).isCloseTo(1, within(1e-6));
  }

  @Test
  void oscillationsComeBackWithTheirFrequency() {
    for (int length : new int[] {16, 41, 80}) {
      for (int i = 0; i < 8; i++) {
        double frequency = 4.0 / length + (0.45 - 4.0 / length) * Seed.of(length).uniform(2L * i);
        double phase = 360 * Seed.of(length).uniform(2L * i + 1);
        PlaneWave wave = new PlaneWave(List.of(1.0), frequency, phase, length / 4.0, 0);
        WaveFigures f = signal(wave.drawn(length).values());
        assertThat(f.kind()).as("%s", wave).isEqualTo(FilterKind.OSCILLATION);
        assertThat(f.frequency()).as("%s", wave).isCloseTo(frequency, within(0.1 / length));
        assertThat(f.edge()).as("%s", wave).isGreaterThan(0.95);
      }
    }
  }

  @Test
  void phasesTellWhichWayASignalGoes() {
    FilterKind[] kinds = {FilterKind.PEAK, FilterKind.FALL, FilterKind.DIP, FilterKind.RISE};
    for (int quarter = 0; quarter < 4; quarter++) {
      for (double offset : new double[] {-2, 0, 2}) {
        PlaneWave wave = new PlaneWave(List.of(1.0), 0.12, 90 * quarter, 2, offset);
        WaveFigures f = signal(wave.drawn(11).values());
        assertThat(f.kind()).as("%s %s", wave, f).isEqualTo(kinds[quarter]);
        assertThat(f.polarity()).isEmpty();
      }
    }
  }

  @Test
  void planesOfVolumesComeBackWithTheirDirection() {
    for (int size : new int[] {3, 5}) {
      for (int i = 0; i < 12; i++) {
        double z = Seed.of(size).gaussian(3L * i);
        double y = Seed.of(size).gaussian(3L * i + 1);
        double x = Seed.of(size).gaussian(3L * i + 2);
        double norm = Math.sqrt(z * z + y * y + x * x);
        List<Double> direction = List.of(z / norm, y / norm, x / norm);
        double frequency = size == 3 ? 0.27 : 0.22;
        PlaneWave wave = new PlaneWave(direction, frequency, 270, size / 3.0, 0);
        WaveFigures f = volume(size, wave.drawn(size, size, size).values());
        assertThat(f.edge()).as("%s", wave).isGreaterThan(0.95);
        double cosine = 0;
        for (int a = 0; a < 3; a++) {
          cosine += direction.get(a) * f.wave().direction().get(a);
        }
        assertThat(Math.abs(cosine)).as("%s %s", wave, f).isGreaterThan(0.98);
      }
    }
  }

  @Test
  void edgesOfVolumesAreNamedByTheirAxis() {
    FilterKind[] kinds = {FilterKind.DEPTH_EDGE, FilterKind.HEIGHT_EDGE, FilterKind.WIDTH_EDGE};
    for (int axis = 0; axis < 3; axis++) {
      double[] sobel = new double[27];
      double[][] places = WaveFitter.places(3, 3, 3);
      for (int i = 0; i < 27; i++) {
        double weight = 1;
        for (int a = 0; a < 3; a++) {
          weight *= a == axis ? places[i][a] : 2 - Math.abs(places[i][a]);
        }
        sobel[i] = weight;
      }
      WaveFigures f = volume(3, sobel);
      assertThat(f.kind()).isEqualTo(kinds[axis]);
      assertThat(f.derivative()).isCloseTo(1, within(1e-6));
      assertThat(f.polarity()).startsWith("brightens towards (").contains("1.0");
      assertThat(f.polarity()).doesNotContain("-1.0");
    }
  }

  @Test
  void spotsAndLinesOfVolumesAreTold() {
    double[][] places = WaveFitter.places(5, 5, 5);
    double[] spot = new double[125];
    double[] line = new double[125];
    double[] sheet = new double[125];
    for (int i = 0; i < 125; i++) {
      double z = places[i][0] * places[i][0];
      double y = places[i][1] * places[i][1];
      double x = places[i][2] * places[i][2];
      spot[i] = Math.exp(-(z + y + x) / 2) - 0.2 * Math.exp(-(z + y + x) / 6);
      line[i] = Math.exp(-(z + x) / 1.2) - 0.3 * Math.exp(-(z + x) / 4);
      sheet[i] = Math.exp(-x) - 0.35;
    }
    assertThat(volume(5, spot).kind()).isEqualTo(FilterKind.BLOB);
    assertThat(volume(5, line).kind()).isEqualTo(FilterKind.LINE);
    assertThat(volume(5, sheet).kind()).isEqualTo(FilterKind.WIDTH_EDGE);
    assertThat(volume(5, sheet).polarity()).isEqualTo("light sheet");
  }

  @Test
  void randomFiltersAreRarelyAnything() {
    for (Shape kernel : List.of(Shape.of(25), Shape.of(5, 5, 5))) {
      double[][] random = new double[24][(int) kernel.elements()];
      for (int f = 0; f < random.length; f++) {
        for (int i = 0; i < random[f].length; i++) {
          random[f][i] = Seed.of(f).gaussian(i);
        }
      }
      EdgeShare share = share(kernel, random);
      assertThat(share.share()).isLessThan(0.2);
      assertThat(share.random()).isLessThan(0.2);
      assertThat(share.randomKinds().values().stream().mapToDouble(v -> v).sum())
          .isCloseTo(1, within(1e-9));
      assertThat(share.randomKinds().get(FilterKind.OTHER)).isGreaterThan(0.7);
      assertThat(share).isEqualTo(share(kernel, random));
    }
  }
}
