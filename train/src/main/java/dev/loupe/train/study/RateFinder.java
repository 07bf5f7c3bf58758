package dev.loupe.train.study;

import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.data.Subset;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.Schedule;
import dev.loupe.train.Trainer;
import dev.loupe.train.TrainingListener;
import dev.loupe.train.study.RateSearch.Point;
import java.util.ArrayList;
import java.util.List;

/// Looks for a learning rate: trains a copy of the network for some steps while the rate rises
/// exponentially, until the loss diverges. The network and weights that were given don't change.
///
/// ```java
/// RateSearch search = RateFinder.of(trainer).find(splits);
/// trainer.rate((float) search.steepestRate());
/// ```
///
/// Source: Smith, Cyclical Learning Rates for Training Neural Networks, WACV 2017, section 3.3. The
/// loss is averaged exponentially, `a = s a + (1 - s) loss`, and divided by `1 - s^n` after n
/// steps, as the averages of Adam are (Kingma and Ba, ICLR 2015, section 3).
public final class RateFinder {
  /// The search ends where the smoothed loss is so many times the lowest.
  private static final double FAR = 4;

  /// What is no longer near the lowest loss, however small that is.
  private static final double NEAR_ZERO = 0.01;

  private final Trainer trainer;
  private double from = 1e-5;
  private double to = 10;
  private int steps = 200;
  private double smoothing = 0.9;
  private TrainingListener listener = TrainingListener.NONE;

  private RateFinder(Trainer trainer) {
    this.trainer = trainer;
  }

  /// A finder with the settings of a trainer, for rates from 1e-5 to 10 in 200 steps.
  public static RateFinder of(Trainer trainer) {
    return new RateFinder(trainer);
  }

  /// The first and the last rate.
  ///
  /// @throws LoupeException if they are not above 0 and rising
  public RateFinder range(double first, double last) {
    if (!(first > 0 && last > first && last < Float.MAX_VALUE)) {
      throw LoupeException.of("the range of learning rates is not possible")
          .expected("two numbers above 0, the second the larger, such as 1e-5 and 10")
          .got(first + " to " + last);
    }
    from = first;
    to = last;
    return this;
  }

  /// How many steps the whole range takes.
  ///
  /// @throws LoupeException if there are less than 10
  public RateFinder steps(int count) {
    if (count < 10 || count > 1_000_000) {
      throw LoupeException.of("the number of steps is out of range")
          .expected("10 to 1000000")
          .got(String.valueOf(count));
    }
    steps = count;
    return this;
  }

  /// The part of itself that the average of the loss keeps in each step; 0 for no smoothing.
  ///
  /// @throws LoupeException if it is out of range
  public RateFinder smoothing(double part) {
    if (!(part >= 0 && part < 1)) {
      throw LoupeException.of("the smoothing is out of range")
          .expected("0 or more, below 1, such as 0.9")
          .got(String.valueOf(part));
    }
    smoothing = part;
    return this;
  }

  /// Who is told of the steps.
  public RateFinder listener(TrainingListener value) {
    listener = value;
    return this;
  }

  /// Looks for a rate.
  ///
  /// @throws LoupeException if network and data don't fit, the memory is too small, or the loss of
  ///     the first step is not finite
  public RateSearch find(Splits splits) {
    Trainer copy = trainer.copy();
    int batch = Math.min(copy.batch(), splits.train().size());
    int perEpoch = splits.train().size() / batch;
    // Nothing is judged, but a training has a test.
    Dataset one = Subset.of(splits.test(), 0);
    Course course = new Course(copy);
    copy.rate((float) to)
        .schedule(new Schedule.Rise(from / to, steps))
        .epochs((steps + perEpoch - 1) / perEpoch)
        .average(0)
        .patience(0)
        .validation(one)
        .listener(course);
    try {
      copy.train(new Splits(splits.train(), one));
    } catch (LoupeException e) {
      if (!course.diverged || course.points.isEmpty()) {
        throw e;
      }
    }
    return new RateSearch(course.points, course.diverged);
  }

  /// Follows the loss and ends the training.
  private final class Course extends Relay {
    private final Trainer copy;
    private final List<Point> points = new ArrayList<>();
    private double average;
    private double weight = 1;
    private double lowest = Double.POSITIVE_INFINITY;
    private boolean diverged;

    Course(Trainer copy) {
      super(listener);
      this.copy = copy;
    }

    @Override
    public void step(StepResult step) {
      if (diverged || points.size() == steps) {
        return;
      }
      average = smoothing * average + (1 - smoothing) * step.loss();
      weight *= smoothing;
      double smoothed = average / (1 - weight);
      points.add(new Point(step.rate(), step.loss(), smoothed));
      lowest = Math.min(lowest, smoothed);
      diverged = smoothed > FAR * Math.max(lowest, NEAR_ZERO);
      listener.step(
          new StepResult(
              1,
              points.size(),
              steps,
              step.loss(),
              smoothed,
              step.meanAccuracy(),
              step.rate(),
              step.samplesPerSecond()));
      if (diverged || points.size() == steps) {
        copy.requestStop();
      }
    }

    @Override
    public void diverged(double loss) {
      diverged = true;
    }
  }
}
