package dev.loupe.explain.filter;

import dev.loupe.explain.Progress;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How selective the channels of a layer are for the orientation of gratings, and how many want
/// several orientations at once.
///
/// Sine gratings of 8 orientations, 4 spatial frequencies and 8 phases (they drift) go through the
/// network. A channel's response to an orientation is the mean over phases of what its value at the
/// central place rises above that for a grey picture, at the channel's best frequency. The index is
/// `|sum over o of r(o) e^(2 i o)| / sum of r(o)`: 0 for a channel that likes all orientations
/// alike, 1 for one that answers to a single one.
///
/// A channel mixes orientations if a plaid of two gratings, each of half the contrast, excites it
/// more than any single grating does. No convolution of the picture itself can; what combines
/// edges, such as a corner, can.
///
/// Source: Ringach, Shapley and Hawken, Orientation selectivity in macaque V1, 2002 (1 minus the
/// circular variance).
///
/// @param layer its path
/// @param depth how many convolutions come before it and with it
/// @param indices of the channels that answer to gratings
/// @param preferred the orientation that each of those likes best, degrees, at least 0, below 180
/// @param mixing the share of channels that mix, of those that answer to anything
/// @param silent how many channels don't answer to any grating
public record Selectivity(
    String layer,
    int depth,
    List<Double> indices,
    List<Double> preferred,
    double mixing,
    int silent) {
  private static final int ORIENTATIONS = Gratings.ORIENTATIONS;
  private static final int AT_ONCE = 16;
  private static final double FAINT = 1e-6;

  /// By how much a plaid has to excite more, so that rounding never makes a channel mix.
  private static final double MARGIN = 1.001;

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
    int count = Gratings.count();
    List<float[][]> responses = new ArrayList<>();
    stages.forEach(s -> responses.add(new float[count][]));
    Tensor samples = Tensor.zeros(sight.shape().prepend(AT_ONCE));
    for (int from = 0; from < count; from += AT_ONCE) {
      for (int i = 0; i < AT_ONCE; i++) {
        Gratings.draw(Math.min(from + i, count - 1), samples.item(i));
      }
      Map<String, Tensor> values = sight.lens().values(sight.normalised(samples), paths);
      for (int s = 0; s < stages.size(); s++) {
        Tensor value = values.getOrDefault(paths.get(s), samples);
        for (int i = 0; i < AT_ONCE && from + i < count; i++) {
          responses.get(s)[from + i] = centre(value.item(i));
        }
      }
      progress.at(Math.min(from + AT_ONCE, count), count);
    }
    List<Selectivity> all = new ArrayList<>();
    for (int s = 0; s < stages.size(); s++) {
      all.add(of(paths.get(s), s + 1, responses.get(s)));
    }
    return all;
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
    int mixing = 0;
    int answering = 0;
    int channels = responses[0].length;
    for (int c = 0; c < channels; c++) {
      double one = peak(responses, c, false);
      double two = peak(responses, c, true);
      mixing += two > MARGIN * one && two > FAINT ? 1 : 0;
      answering += Math.max(one, two) > FAINT ? 1 : 0;
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
    return new Selectivity(
        layer, depth, indices, preferred, (double) mixing / Math.max(1, answering), silent);
  }

  /// How far gratings, or plaids, excite a channel above grey at most.
  private static double peak(float[][] responses, int channel, boolean plaids) {
    double most = 0;
    for (int i = 0; i < Gratings.grey(); i++) {
      if (Gratings.plaid(i) == plaids) {
        most = Math.max(most, responses[i][channel] - responses[Gratings.grey()][channel]);
      }
    }
    return most;
  }

  /// The responses to orientations at the best frequency.
  private static double[] tuning(float[][] responses, int channel) {
    double[] best = new double[ORIENTATIONS];
    double most = -1;
    float grey = responses[Gratings.grey()][channel];
    for (int f = 0; f < Gratings.FREQUENCIES.length; f++) {
      double[] tuning = new double[ORIENTATIONS];
      double greatest = 0;
      for (int o = 0; o < ORIENTATIONS; o++) {
        for (int p = 0; p < Gratings.PHASES; p++) {
          float value = responses[Gratings.single(f, o, p)][channel];
          tuning[o] += Math.max(0, value - grey) / Gratings.PHASES;
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
