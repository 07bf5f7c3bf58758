package dev.loupe.explain.hierarchy;

import dev.loupe.explain.Probe;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Question;
import dev.loupe.explain.Rule;
import dev.loupe.explain.Target;
import dev.loupe.explain.filter.Sight;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Feature visualisation: inputs made by gradient ascent so that they excite a target.
///
/// An input is a sum of cosines with amplitudes scaled by one over the frequency; pictures in
/// colour mix three uncorrelated channels into red, green and blue, and a logistic function keeps
/// them in 0 to 1. Before each step the input is moved by a few places (jitter) and afterwards Adam
/// follows the gradient of the target, less a little total variation. A Gaussian blur after each
/// step, if wanted, keeps fine patterns down.
///
/// Source: Olah, Mordvintsev and Schubert, Feature Visualization, Distill 2017; of the blur
/// Yosinski et al., Understanding Neural Networks Through Deep Visualization, 2015.
///
/// @param steps how many steps Adam takes
/// @param rate how large they are
/// @param jitter the part of each axis by which inputs are moved at most
/// @param variation the weight of the total variation
/// @param blur the standard deviation of the blur after each step, in places; 0 for none
public record Visualisation(int steps, double rate, double jitter, double variation, double blur) {
  /// What is usually enough.
  public static final Visualisation DEFAULT = new Visualisation(96, 0.05, 0.06, 0.05, 0);

  private static final int BATCH = 8;
  private static final double BEGIN = 0.05;
  private static final double LIMIT = 3;
  private static final double MOST_BLUR = 8;

  /// The colours of natural pictures: a root of their covariance, columns for the three channels
  /// that it mixes. Source: the same, its published code.
  private static final double[][] COLOURS = {
    {0.26, 0.09, 0.02}, {0.27, 0.00, -0.05}, {0.27, -0.09, 0.03}
  };

  private static final double COLOUR_NORM = 0.4623;

  /// Checks the settings.
  ///
  /// @throws LoupeException if one is out of range
  public Visualisation {
    boolean sane = steps >= 1 && rate > 0 && jitter >= 0 && jitter < 0.5 && variation >= 0;
    if (!sane || !(blur >= 0 && blur <= MOST_BLUR)) {
      throw LoupeException.of("a visualisation can't be made so")
          .expected(
              "at least 1 step, a rate above 0, a jitter of 0 to 0.5, a variation of 0 or more, a"
                  + " blur of 0 to 8")
          .got(steps + " steps, " + rate + ", " + jitter + ", " + variation + ", " + blur);
    }
  }

  /// The same with another number of steps.
  public Visualisation withSteps(int next) {
    return new Visualisation(next, rate, jitter, variation, blur);
  }

  /// The same with another blur.
  ///
  /// @throws LoupeException if it is not 0 to 8 places
  public Visualisation withBlur(double next) {
    return new Visualisation(steps, rate, jitter, variation, next);
  }

  /// What came of a target.
  ///
  /// @param target what was to be excited
  /// @param input as samples are read: spatial..., channels
  /// @param before the target's value for the input that it began with
  /// @param after the target's value for this input
  public record Seen(Target target, Tensor input, float before, float after) {}

  /// Makes an input for each target.
  ///
  /// @param targets all of one layer
  /// @throws LoupeException if the network has no such targets
  public List<Seen> of(Sight sight, List<Target> targets, Seed seed, Progress progress) {
    List<Seen> all = new ArrayList<>();
    Cosines cosines = new Cosines(sight.shape());
    int rounds = (targets.size() + BATCH - 1) / BATCH;
    for (int r = 0; r < rounds; r++) {
      int round = r;
      List<Target> some = targets.subList(r * BATCH, Math.min(targets.size(), (r + 1) * BATCH));
      all.addAll(
          ascend(
              sight,
              cosines,
              some,
              seed,
              step -> progress.at(round * steps + step, rounds * steps)));
    }
    return all;
  }

  private interface Stepped {
    void done(int step);
  }

  private List<Seen> ascend(
      Sight sight, Cosines cosines, List<Target> targets, Seed seed, Stepped stepped) {
    Probe probe =
        sight.lens().probe(Question.input(targets.size(), targets.getFirst(), Rule.PLAIN));
    List<Ascent> ascents = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      probe.aim(i, targets.get(i));
      double[] first = begin(cosines, seed.child(targets.get(i).toString()));
      ascents.add(new Ascent(cosines, first, cosines.blur(blur)));
    }
    float[] before = new float[targets.size()];
    for (int step = 0; step <= steps; step++) {
      Seed moves = seed.child("jitter").child(step);
      boolean still = step == 0 || step == steps;
      for (int i = 0; i < ascents.size(); i++) {
        Ascent a = ascents.get(i);
        a.paint(sight);
        a.moved(still ? new int[a.shift.length] : shifts(sight, moves), probe.input().item(i));
      }
      probe.run();
      for (int i = 0; i < ascents.size(); i++) {
        if (step == 0) {
          before[i] = probe.score(i);
        }
        if (step < steps) {
          ascents.get(i).climb(sight, probe.gradient().item(i), this);
        }
      }
      stepped.done(step);
    }
    List<Seen> all = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Tensor input = sight.original(probe.input().item(i));
      all.add(new Seen(targets.get(i), input, before[i], probe.score(i)));
    }
    return all;
  }

  private int[] shifts(Sight sight, Seed moves) {
    int[] shifts = new int[sight.shape().rank() - 1];
    for (int a = 0; a < shifts.length; a++) {
      int most = (int) Math.round(jitter * sight.shape().size(a));
      shifts[a] = moves.below(a, 2 * most + 1) - most;
    }
    return shifts;
  }

  private static double[] begin(Cosines cosines, Seed seed) {
    double[] amplitudes = new double[cosines.parameters()];
    for (int i = 0; i < amplitudes.length; i++) {
      amplitudes[i] = BEGIN * seed.gaussian(i);
    }
    return amplitudes;
  }

  /// One input on its way up.
  private static final class Ascent {
    private final Cosines cosines;
    private final double[] amplitudes;
    private final double[] first;
    private final double[] second;
    private final double[] kept;
    private int taken;
    private double[] slopes = {};
    private float[] painted = {};
    private int[] shift = {};

    /// @param kept what the blur leaves of each amplitude
    Ascent(Cosines cosines, double[] amplitudes, double[] kept) {
      this.kept = kept;
      this.cosines = cosines;
      this.amplitudes = amplitudes;
      this.first = new double[amplitudes.length];
      this.second = new double[amplitudes.length];
    }

    /// The values that the network takes, and their slopes over the values of space.
    void paint(Sight sight) {
      double[] space = cosines.space(amplitudes);
      mix(sight, space, false);
      int channels = sight.shape().channels();
      painted = new float[space.length];
      slopes = new double[space.length];
      shift = new int[sight.shape().rank() - 1];
      for (int i = 0; i < space.length; i++) {
        if (sight.pictures()) {
          double light = 1 / (1 + StrictMath.exp(-space[i]));
          double deviation = sight.normalise().deviation()[i % channels];
          painted[i] = (float) ((light - sight.normalise().mean()[i % channels]) / deviation);
          slopes[i] = light * (1 - light) / deviation;
        } else {
          double t = StrictMath.tanh(space[i] / LIMIT);
          painted[i] = (float) (LIMIT * t);
          slopes[i] = 1 - t * t;
        }
      }
    }

    /// Mixes uncorrelated channels into colours, or takes gradients back.
    private static void mix(Sight sight, double[] values, boolean back) {
      if (!sight.pictures() || sight.shape().channels() != 3) {
        return;
      }
      double[] mixed = new double[3];
      for (int i = 0; i < values.length; i += 3) {
        for (int c = 0; c < 3; c++) {
          mixed[c] = 0;
          for (int k = 0; k < 3; k++) {
            int from = sight.blueFirst() ? 2 - (back ? k : c) : back ? k : c;
            mixed[c] += values[i + k] * COLOURS[from][back ? c : k] / COLOUR_NORM;
          }
        }
        System.arraycopy(mixed, 0, values, i, 3);
      }
    }

    /// Writes the input moved around.
    void moved(int[] by, Tensor into) {
      shift = by;
      int channels = into.shape().channels();
      for (int p = 0; p < into.length() / channels; p++) {
        int to = place(into, p, 1);
        for (int c = 0; c < channels; c++) {
          into.set(to * channels + c, painted[p * channels + c]);
        }
      }
    }

    /// Where a place goes, around the ends.
    private int place(Tensor space, int place, int sign) {
      int rest = place;
      int at = 0;
      int step = 1;
      for (int a = shift.length - 1; a >= 0; a--) {
        int size = space.shape().size(a);
        at += Math.floorMod(rest % size + sign * shift[a], size) * step;
        step *= size;
        rest /= size;
      }
      return at;
    }

    /// A step of Adam.
    void climb(Sight sight, Tensor gradient, Visualisation how) {
      int channels = gradient.shape().channels();
      double[] values = new double[gradient.length()];
      double size = 0;
      for (int p = 0; p < values.length / channels; p++) {
        int from = place(gradient, p, 1);
        for (int c = 0; c < channels; c++) {
          values[p * channels + c] = gradient.get(from * channels + c);
          size += Math.abs(values[p * channels + c]);
        }
      }
      // Targets differ in scale; Adam does not care, the weight of the variation would.
      double weight = how.variation() * size / values.length;
      smooth(gradient, values, weight);
      for (int i = 0; i < values.length; i++) {
        values[i] *= slopes[i];
      }
      mix(sight, values, true);
      adam(cosines.amplitudes(values), how.rate());
    }

    /// Takes the slope of the total variation away: the signs of the differences to the neighbours.
    private void smooth(Tensor space, double[] values, double weight) {
      int inner = space.shape().channels();
      for (int a = shift.length - 1; a >= 0; a--) {
        int size = space.shape().size(a);
        for (int i = 0; i < values.length; i++) {
          if (i / inner % size + 1 < size) {
            double sign = Math.signum(painted[i + inner] - painted[i]);
            values[i] += weight * sign;
            values[i + inner] -= weight * sign;
          }
        }
        inner *= size;
      }
    }

    private void adam(double[] gradients, double rate) {
      taken++;
      double firstPart = 1 - StrictMath.pow(0.9, taken);
      double secondPart = 1 - StrictMath.pow(0.999, taken);
      for (int i = 0; i < gradients.length; i++) {
        double g = gradients[i];
        first[i] = 0.9 * first[i] + 0.1 * g;
        second[i] = 0.999 * second[i] + 0.001 * g * g;
        double root = StrictMath.sqrt(second[i] / secondPart);
        amplitudes[i] += root > 0 ? rate * first[i] / firstPart / root : 0;
        amplitudes[i] *= kept[i];
      }
    }
  }
}
