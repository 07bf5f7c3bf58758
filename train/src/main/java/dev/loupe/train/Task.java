package dev.loupe.train;

import dev.loupe.data.Dataset;
import dev.loupe.data.Target;
import dev.loupe.nn.BinaryCrossEntropy;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.CrossEntropyDice;
import dev.loupe.nn.Huber;
import dev.loupe.nn.Loss;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// What a network learns to answer: what it gives, which loss is usual, and what it is judged by.
///
/// ```java
/// Trainer.of(network).task(Task.of(splits.train())).train(splits);
/// ```
public sealed interface Task {
  /// One class of several: the network gives a value for each class.
  record Classification() implements Task {
    @Override
    public Target target() {
      return Target.CLASS;
    }

    @Override
    public Loss loss() {
      return CrossEntropy.of();
    }

    @Override
    public String running() {
      return "accuracy";
    }

    @Override
    public String choice() {
      return "accuracy";
    }
  }

  /// Several labels, each there or not: the network gives a value for each label.
  record MultiLabel() implements Task {
    @Override
    public Target target() {
      return Target.LABELS;
    }

    @Override
    public Loss loss() {
      return BinaryCrossEntropy.of();
    }

    @Override
    public String running() {
      return "label accuracy";
    }

    @Override
    public String choice() {
      return "mean AUROC";
    }
  }

  /// Numbers: the network gives each, less a mean and divided by a deviation, so that it learns as
  /// well whatever their unit is. Figures are in the unit of the numbers.
  ///
  /// @param mean of each value; none for values as they are
  /// @param deviation of each value, above 0; none for values as they are
  record Regression(List<Float> mean, List<Float> deviation) implements Task {
    /// Copies the lists.
    ///
    /// @throws LoupeException if they don't fit each other, or a deviation is not above 0
    public Regression {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
      if (mean.size() != deviation.size() || deviation.stream().anyMatch(d -> !(d > 0))) {
        throw LoupeException.of("a regression needs a mean and a deviation above 0 for each value")
            .got(mean + " and " + deviation);
      }
    }

    /// Values as they are.
    public static Regression plain() {
      return new Regression(List.of(), List.of());
    }

    /// With the means and deviations of a dataset's values.
    ///
    /// @throws LoupeException if a value can't be read
    public static Regression of(Dataset dataset) {
      int values = dataset.classes().size();
      double[] sum = new double[values];
      double[] squares = new double[values];
      Tensor target = Tensor.zeros(Shape.of(values));
      int n = dataset.size();
      for (int i = 0; i < n; i++) {
        dataset.readTarget(i, target);
        for (int k = 0; k < values; k++) {
          sum[k] += target.get(k);
        }
      }
      for (int i = 0; i < n; i++) {
        dataset.readTarget(i, target);
        for (int k = 0; k < values; k++) {
          double away = target.get(k) - sum[k] / n;
          squares[k] += away * away;
        }
      }
      List<Float> mean = new ArrayList<>();
      List<Float> deviation = new ArrayList<>();
      for (int k = 0; k < values; k++) {
        float spread = (float) Math.sqrt(squares[k] / n);
        mean.add((float) (sum[k] / n));
        deviation.add(spread > 0 ? spread : 1);
      }
      return new Regression(mean, deviation);
    }

    @Override
    public Target target() {
      return Target.VALUES;
    }

    @Override
    public Loss loss() {
      return new Huber(1);
    }

    @Override
    public String running() {
      return "MAE";
    }

    @Override
    public String choice() {
      return "MAE";
    }

    @Override
    public boolean better(double figure, double than) {
      return figure < than;
    }

    /// What a network should give for a value.
    float scaled(float value, int index) {
      return mean.isEmpty() ? value : (value - mean.get(index)) / deviation.get(index);
    }

    /// The value that a network means.
    float value(float given, int index) {
      return mean.isEmpty() ? given : given * deviation.get(index) + mean.get(index);
    }
  }

  /// A class for each place of a picture or volume: the network gives a value for each place and
  /// class. The first class is the ground, which the mean Dice leaves out.
  record Segmentation() implements Task {
    @Override
    public Target target() {
      return Target.MAP;
    }

    @Override
    public Loss loss() {
      return CrossEntropyDice.of();
    }

    @Override
    public String running() {
      return "Dice";
    }

    @Override
    public String choice() {
      return "mean Dice";
    }
  }

  /// What is learned of each sample.
  Target target();

  /// The usual loss.
  Loss loss();

  /// What is told after each step: a mean over the samples of the epoch so far.
  String running();

  /// The figure of an evaluation that chooses the best epoch.
  String choice();

  /// Whether a figure that chooses is better than another; neither is where one is not a number.
  default boolean better(double figure, double than) {
    return figure > than;
  }

  /// Whether a figure is the best so far.
  ///
  /// @param best the best before, NaN for none
  default boolean betterThanBefore(double figure, double best) {
    return Double.isNaN(best) ? !Double.isNaN(figure) : better(figure, best);
  }

  /// What is usually learned of a dataset; for numbers with their means and deviations.
  static Task of(Dataset dataset) {
    return switch (dataset.target()) {
      case CLASS -> new Classification();
      case LABELS -> new MultiLabel();
      case VALUES -> Regression.of(dataset);
      case MAP -> new Segmentation();
    };
  }

  /// What a network gives for a sample.
  ///
  /// @param input the shape of a sample: spatial..., channels
  /// @param names how many classes, labels or values there are
  default Shape output(Shape input, int names) {
    return this instanceof Segmentation ? input.with(-1, names) : Shape.of(names);
  }

  /// Writes what a network should give for targets as a dataset has them.
  default void write(Tensor targets, Tensor into) {
    into.copyFrom(targets);
    if (this instanceof Regression r) {
      int values = into.shape().channels();
      for (int i = 0; i < into.length(); i++) {
        into.set(i, r.scaled(into.get(i), i % values));
      }
    }
  }
}
