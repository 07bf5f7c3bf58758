package dev.loupe.explain.filter;

import dev.loupe.explain.Progress;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How selective the channels of a layer are for the orientation of gratings.
///
/// Sine gratings of 8 orientations, 4 spatial frequencies and 8 phases (they drift) go through the
/// network. A channel's response to an orientation is the mean over phases of what its value at the
/// central place rises above that for a grey picture, at the channel's best frequency. The index is
/// `|sum over o of r(o) e^(2 i o)| / sum of r(o)`: 0 for a channel that likes all orientations
/// alike, 1 for one that answers to a single one.
///
/// Source: Ringach, Shapley and Hawken, Orientation selectivity in macaque V1, 2002 (1 minus the
/// circular variance).
///
/// @param layer its path
/// @param depth how many convolutions come before it and with it
/// @param indices of the channels that answer at all
/// @param preferred the orientation that each of those likes best, degrees, at least 0, below 180
/// @param silent how many channels don't answer to any grating
public record Selectivity(
    String layer, int depth, List<Double> indices, List<Double> preferred, int silent) {
  private static final int ORIENTATIONS = 8;
  private static final int PHASES = 8;
  private static final double[] FREQUENCIES = {0.06, 0.12, 0.2, 0.3};
  private static final double CONTRAST = 0.45;
  private static final int AT_ONCE = 16;
  private static final double FAINT = 1e-6;

  /// Copies the lists.
  public Selectivity {
    indices = List.copyOf(indices);
    preferred = List.copyOf(preferred);
  }

  /// Measures some stages.
  ///
  /// @throws LoupeException if the network does not look at pictures
  public static List<Selectivity> of(Sight sight, List<Stage> stages, Progress progress) {
    if (sight.shape().rank() != 3) {
      throw LoupeException.of("gratings are pictures")
          .expected("a network that looks at pictures")
          .got("samples of " + sight.shape());
    }
    List<String> paths = stages.stream().map(Stage::path).toList();
    int gratings = FREQUENCIES.length * ORIENTATIONS * PHASES;
    List<float[][]> responses = new ArrayList<>();
    stages.forEach(s -> responses.add(new float[gratings + 1][]));
    Tensor samples = Tensor.zeros(sight.shape().prepend(AT_ONCE));
    for (int from = 0; from <= gratings; from += AT_ONCE) {
      for (int i = 0; i < AT_ONCE; i++) {
        draw(Math.min(from + i, gratings), samples.item(i));
      }
      Map<String, Tensor> values = sight.lens().values(sight.normalised(samples), paths);
      for (int s = 0; s < stages.size(); s++) {
        Tensor value = values.getOrDefault(paths.get(s), samples);
        for (int i = 0; i < AT_ONCE && from + i <= gratings; i++) {
          responses.get(s)[from + i] = centre(value.item(i));
        }
      }
      progress.at(Math.min(from + AT_ONCE, gratings), gratings);
    }
    List<Selectivity> all = new ArrayList<>();
    for (int s = 0; s < stages.size(); s++) {
      all.add(of(paths.get(s), s + 1, responses.get(s)));
    }
    return all;
  }

  /// Draws a grating, or, after the last one, grey.
  private static void draw(int index, Tensor into) {
    Shape shape = into.shape();
    int phase = index % PHASES;
    int orientation = index / PHASES % ORIENTATIONS;
    int frequency = index / PHASES / ORIENTATIONS;
    boolean grey = frequency >= FREQUENCIES.length;
    double angle = Math.PI / 2 - Math.PI * orientation / ORIENTATIONS;
    double c = StrictMath.cos(angle);
    double s = StrictMath.sin(angle);
    double cycles = grey ? 0 : 2 * Math.PI * FREQUENCIES[frequency];
    double shift = 2 * Math.PI * phase / PHASES;
    for (int i = 0; i < shape.rows(); i++) {
      double y = Math.floorDiv(i, shape.size(1)) - (shape.size(0) - 1) / 2.0;
      double x = i % shape.size(1) - (shape.size(1) - 1) / 2.0;
      double wave = grey ? 0 : StrictMath.sin(cycles * (x * c + y * s) + shift);
      for (int k = 0; k < shape.channels(); k++) {
        into.set(i * shape.channels() + k, (float) (0.5 + CONTRAST * wave));
      }
    }
  }

  private static float[] centre(Tensor value) {
    Shape shape = value.shape();
    int place = shape.size(0) / 2 * shape.size(1) + shape.size(1) / 2;
    float[] channels = new float[shape.channels()];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = value.get(place * channels.length + c);
    }
    return channels;
  }

  private static Selectivity of(String layer, int depth, float[][] responses) {
    List<Double> indices = new ArrayList<>();
    List<Double> preferred = new ArrayList<>();
    int silent = 0;
    int channels = responses[0].length;
    for (int c = 0; c < channels; c++) {
      double[] best = tuning(responses, c);
      double real = 0;
      double imaginary = 0;
      double sum = 0;
      for (int o = 0; o < ORIENTATIONS; o++) {
        double angle = 2 * Math.PI * o / ORIENTATIONS;
        real += best[o] * StrictMath.cos(angle);
        imaginary += best[o] * StrictMath.sin(angle);
        sum += best[o];
      }
      if (sum < FAINT) {
        silent++;
        continue;
      }
      indices.add(StrictMath.sqrt(real * real + imaginary * imaginary) / sum);
      double degrees = StrictMath.toDegrees(StrictMath.atan2(imaginary, real)) / 2;
      preferred.add(degrees < 0 ? degrees + 180 : degrees);
    }
    return new Selectivity(layer, depth, indices, preferred, silent);
  }

  /// The responses to orientations at the best frequency.
  private static double[] tuning(float[][] responses, int channel) {
    double[] best = new double[ORIENTATIONS];
    double most = -1;
    float grey = responses[responses.length - 1][channel];
    for (int f = 0; f < FREQUENCIES.length; f++) {
      double[] tuning = new double[ORIENTATIONS];
      double greatest = 0;
      for (int o = 0; o < ORIENTATIONS; o++) {
        for (int p = 0; p < PHASES; p++) {
          float value = responses[(f * ORIENTATIONS + o) * PHASES + p][channel];
          tuning[o] += Math.max(0, value - grey) / PHASES;
        }
        greatest = Math.max(greatest, tuning[o]);
      }
      if (greatest > most) {
        most = greatest;
        best = tuning;
      }
    }
    return best;
  }

  /// The mean index of the channels that answer; 0 where none does.
  public double mean() {
    return indices.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /// The share of the channels that answer whose index is above one half.
  public double selective() {
    return indices.isEmpty()
        ? 0
        : (double) indices.stream().filter(i -> i > 0.5).count() / indices.size();
  }
}
