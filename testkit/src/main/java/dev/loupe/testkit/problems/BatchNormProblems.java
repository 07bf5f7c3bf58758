package dev.loupe.testkit.problems;

import dev.loupe.graph.op.BatchNorm;
import dev.loupe.graph.op.BatchNormSums;
import dev.loupe.graph.op.BatchNormTrain;
import dev.loupe.graph.op.BatchNormTrainBack;
import dev.loupe.graph.op.BatchStats;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Batch normalisation, with the batch's own and with fixed statistics, and its backward ops.
///
/// Given statistics are all 4 (so the deviation is 2 with an epsilon of 0), which keeps integers
/// exact, or vary and are not perfect squares.
public final class BatchNormProblems {
  private static final float EPSILON = 1e-5f;

  // Among them some with partial wide rows, several pieces, and more channels than a wide row.
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(7),
          Shape.of(16, 1),
          Shape.of(5, 3),
          Shape.of(2, 20, 6),
          Shape.of(2, 5, 5, 16),
          Shape.of(2, 3, 3, 3, 19),
          Shape.of(50, 33),
          Shape.of(2, 8, 8, 64),
          Shape.of(3, 300),
          Shape.of(33, 257),
          Shape.of(12_000, 3),
          Shape.of(1100, 33),
          Shape.of(70, 600));

  private BatchNormProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (Shape x : SHAPES) {
      Shape c = Shape.of(x.channels());
      Shape two = c.prepend(2);
      rows.add(
          Problem.of("BatchStats " + x, new BatchStats(), BatchNormProblems::statistics, x)
              .forwardOnly()
              .rounding(1e-6));
      rows.add(
          Problem.of("BatchNormTrain " + x, new BatchNormTrain(0), normalise(0, true), x, c, c, two)
              .filled(Fill.normal(), Fill.normal(), Fill.normal(), Fill.values(4))
              .forwardOnly());
      rows.add(
          Problem.of("BatchNorm " + x, new BatchNorm(0), normalise(0, false), x, c, c, c, c)
              .filled(
                  Fill.normal(),
                  Fill.normal(),
                  Fill.normal(),
                  Fill.values(-1, 0, 2),
                  Fill.values(4, 1, 0.25f, 16)));
      rows.add(
          Problem.of("BatchNormSums " + x, new BatchNormSums(0), sums(0, true), x, two, x)
              .filled(Fill.normal(), Fill.values(4), Fill.normal())
              .forwardOnly());
      rows.add(
          Problem.of(
                  "BatchNormTrainBack " + x,
                  new BatchNormTrainBack(EPSILON),
                  backward(EPSILON),
                  x,
                  c,
                  two,
                  two,
                  x)
              .filled(Fill.normal(), Fill.normal(), Fill.positive(), Fill.normal(), Fill.normal())
              .forwardOnly()
              .rounding(1e-6));
    }
    rows.addAll(unevenStatistics(Shape.of(4, 5, 19)));
    rows.addAll(unevenStatistics(Shape.of(40, 64)));
    return rows;
  }

  private static List<Problem> unevenStatistics(Shape x) {
    Shape c = Shape.of(x.channels());
    Shape two = c.prepend(2);
    Fill normal = Fill.normal();
    return List.of(
        Problem.of(
                "BatchNormTrain uneven " + x,
                new BatchNormTrain(EPSILON),
                normalise(EPSILON, true),
                x,
                c,
                c,
                two)
            .filled(normal, normal, normal, Fill.positive())
            .forwardOnly()
            .rounding(1e-6),
        Problem.of(
                "BatchNorm uneven " + x, new BatchNorm(0.1f), normalise(0.1f, false), x, c, c, c, c)
            .filled(normal, normal, normal, Fill.values(-0.3f, 2), Fill.values(0.7f, 1.1f, 3))
            .rounding(1e-6),
        Problem.of(
                "BatchNormSums fixed " + x,
                new BatchNormSums(EPSILON),
                sums(EPSILON, false),
                x,
                c,
                c,
                x)
            .filled(normal, normal, Fill.positive(), normal)
            .forwardOnly()
            .rounding(1e-6));
  }

  private static double[] statistics(List<double[]> in, List<Shape> shapes, Shape out) {
    double[] x = in.get(0);
    int channels = out.channels();
    double[] y = new double[2 * channels];
    int rows = x.length / channels;
    for (int i = 0; i < x.length; i++) {
      y[i % channels] += x[i] / rows;
    }
    for (int i = 0; i < x.length; i++) {
      y[channels + i % channels] += Math.pow(x[i] - y[i % channels], 2) / rows;
    }
    return y;
  }

  private static Oracle normalise(double epsilon, boolean joined) {
    return (in, shapes, out) -> {
      int channels = out.channels();
      double[] y = new double[in.get(0).length];
      for (int i = 0; i < y.length; i++) {
        int c = i % channels;
        double variance = joined ? in.get(3)[channels + c] : in.get(4)[c];
        double normal = (in.get(0)[i] - in.get(3)[c]) / Math.sqrt(variance + epsilon);
        y[i] = normal * in.get(1)[c] + in.get(2)[c];
      }
      return y;
    };
  }

  private static Oracle sums(double epsilon, boolean joined) {
    return (in, shapes, out) -> {
      int channels = out.channels();
      double[] x = in.get(0);
      double[] gradient = in.get(joined ? 2 : 3);
      double[] y = new double[2 * channels];
      for (int i = 0; i < x.length; i++) {
        int c = i % channels;
        double variance = joined ? in.get(1)[channels + c] : in.get(2)[c];
        y[c] += gradient[i];
        y[channels + c] += gradient[i] * (x[i] - in.get(1)[c]) / Math.sqrt(variance + epsilon);
      }
      return y;
    };
  }

  private static Oracle backward(double epsilon) {
    return (in, shapes, out) -> {
      int channels = out.channels();
      int rows = out.rows();
      double[] y = new double[in.get(0).length];
      for (int i = 0; i < y.length; i++) {
        int c = i % channels;
        double deviation = Math.sqrt(in.get(2)[channels + c] + epsilon);
        double normal = (in.get(0)[i] - in.get(2)[c]) / deviation;
        double shares = (in.get(3)[c] + normal * in.get(3)[channels + c]) / rows;
        y[i] = in.get(1)[c] / deviation * (in.get(4)[i] - shares);
      }
      return y;
    };
  }
}
