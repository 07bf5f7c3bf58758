package dev.loupe.train;

import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Variable;
import dev.loupe.tensor.Tensor;

/// The exponential moving average of a model's weights and running statistics: it follows the
/// training with a lag, and is usually the better model of the two.
///
/// After step t each value moves by the part `1 - min(decay, (1 + t) / (10 + t))` of its distance
/// to the trained one, so that first values are soon forgotten.
///
/// Source: Polyak and Juditsky, Acceleration of Stochastic Approximation by Averaging, 1992; the
/// growing decay as in TensorFlow's ExponentialMovingAverage.
final class MovingAverage {
  private final Parameters trained;
  private final Parameters average;
  private final float decay;

  /// @param trained what training changes
  /// @param first where the average starts
  /// @param decay the part of itself that the average keeps in each step, above 0 and below 1
  MovingAverage(Parameters trained, ParameterSource first, float decay) {
    this.trained = trained;
    this.decay = decay;
    this.average = new Parameters();
    average.add(trained.model(), first);
  }

  /// The averages, under the names of the model's variables.
  Parameters values() {
    return average;
  }

  /// Moves the averages after a step.
  ///
  /// @param step 0 for the first
  void update(long step) {
    float part = 1 - (float) Math.min(decay, (1.0 + step) / (10.0 + step));
    for (Variable v : average.variables()) {
      Tensor to = average.tensor(v.path());
      Tensor from = trained.tensor(v.path());
      move(to.data(), to.offset(), from.data(), from.offset(), to.length(), part);
    }
    average.touch();
  }

  private static void move(float[] to, int at, float[] from, int start, int count, float part) {
    for (int i = 0; i < count; i++) {
      to[at + i] += part * (from[start + i] - to[at + i]);
    }
  }
}
