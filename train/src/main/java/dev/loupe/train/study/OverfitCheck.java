package dev.loupe.train.study;

import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.data.Subset;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Schedule;
import dev.loupe.train.Trainer;
import dev.loupe.train.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Trains a copy of a network on one fixed batch, without variations: a network that can't learn a
/// few samples by heart won't learn many. Its loss should come near 0.
///
/// ```java
/// OverfitResult result = OverfitCheck.of(trainer).run(splits);
/// ```
///
/// The rate rises over the first steps to the trainer's, and then stays. Weight decay and dropout
/// are kept, as they are part of what is checked.
public final class OverfitCheck {
  private static final int RISING = 20;
  private static final double FIRST_RATE = 0.05;

  private final Trainer trainer;
  private int steps = 300;
  private double goal = 0.01;
  private TrainingListener listener = TrainingListener.NONE;

  private OverfitCheck(Trainer trainer) {
    this.trainer = trainer;
  }

  /// A check of at most 300 steps, passed where the loss is 1 % of the first step's.
  public static OverfitCheck of(Trainer trainer) {
    return new OverfitCheck(trainer);
  }

  /// How many steps there may be, at least 2.
  ///
  /// @throws LoupeException if there are less
  public OverfitCheck steps(int most) {
    if (most < 2) {
      throw LoupeException.of("the number of steps is out of range")
          .expected("at least 2")
          .got(String.valueOf(most));
    }
    steps = most;
    return this;
  }

  /// To which part of the first step's loss the loss must come, above 0 and below 1.
  ///
  /// @throws LoupeException if it is out of range
  public OverfitCheck goal(double part) {
    if (!(part > 0 && part < 1)) {
      throw LoupeException.of("the goal of the check is out of range")
          .expected("above 0 and below 1, such as 0.01")
          .got(String.valueOf(part));
    }
    goal = part;
    return this;
  }

  /// Who is told of the steps.
  public OverfitCheck listener(TrainingListener value) {
    listener = value;
    return this;
  }

  /// Checks.
  ///
  /// @throws LoupeException if network and data don't fit, or the memory is too small
  public OverfitResult run(Splits splits) {
    Dataset data = splits.train();
    int count = Math.min(trainer.batch(), data.size());
    int[] order = Seed.of(trainer.seed()).child("overfit").permutation(data.size());
    Dataset batch = Subset.of(data, Arrays.copyOf(order, count));
    Trainer copy = trainer.bare();
    Course course = new Course(copy);
    copy.schedule(new Schedule.Rise(FIRST_RATE, Math.min(RISING, steps)))
        .batch(count)
        .epochs(steps)
        .average(0)
        .patience(0)
        .validation(Subset.of(batch, 0))
        .listener(course);
    try {
      copy.train(new Splits(batch, Subset.of(batch, 0)));
    } catch (LoupeException e) {
      if (!course.diverged) {
        throw e;
      }
    }
    return new OverfitResult(
        course.reached,
        course.diverged,
        count,
        course.losses,
        course.accuracy,
        trainer.rate(),
        trainer.frozen(),
        contradictions(batch));
  }

  /// How many samples are the same as an earlier one but have another class.
  private static int contradictions(Dataset batch) {
    Map<Integer, List<Integer>> seen = new HashMap<>();
    List<float[]> samples = new ArrayList<>();
    int found = 0;
    for (int i = 0; i < batch.size(); i++) {
      Tensor sample = Tensor.zeros(batch.shape());
      batch.read(i, sample);
      float[] values = sample.data();
      samples.add(values);
      List<Integer> alike = seen.computeIfAbsent(Arrays.hashCode(values), h -> new ArrayList<>());
      int label = batch.label(i);
      found +=
          alike.stream()
                  .anyMatch(k -> batch.label(k) != label && Arrays.equals(samples.get(k), values))
              ? 1
              : 0;
      alike.add(i);
    }
    return found;
  }

  /// Follows the loss and ends the training.
  private final class Course extends Relay {
    private final Trainer copy;
    private final List<Double> losses = new ArrayList<>();
    private double accuracy;
    private boolean diverged;
    private boolean reached;

    Course(Trainer copy) {
      super(listener);
      this.copy = copy;
    }

    @Override
    public void step(StepResult step) {
      losses.add(step.loss());
      accuracy = step.meanAccuracy();
      reached |= step.loss() <= goal * losses.getFirst();
      listener.step(
          new StepResult(
              1,
              losses.size(),
              steps,
              step.loss(),
              step.loss(),
              accuracy,
              step.rate(),
              step.samplesPerSecond()));
      if (reached) {
        copy.requestStop();
      }
    }

    @Override
    public void diverged(double loss) {
      diverged = true;
    }
  }
}
