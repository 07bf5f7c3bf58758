package dev.loupe.testkit.problems;

import dev.loupe.graph.op.GroupNorm;
import dev.loupe.graph.op.GroupNormAffineBack;
import dev.loupe.graph.op.GroupNormBack;
import dev.loupe.graph.op.GroupStats;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Group, instance and layer normalisation and their backward ops.
public final class GroupNormProblems {
  private static final float EPSILON = 1e-5f;

  private GroupNormProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    // Groups and instances.
    add(rows, 1, Shape.of(2, 5, 1));
    add(rows, 3, Shape.of(2, 3, 4, 6));
    add(rows, 4, Shape.of(3, 5, 16));
    add(rows, 19, Shape.of(2, 3, 3, 19));
    add(rows, 1, Shape.of(2, 3, 3, 19));
    add(rows, 4, Shape.of(1, 3, 3, 3, 12));
    add(rows, 32, Shape.of(2, 4, 4, 64));
    // Several chunks a sample.
    add(rows, 11, Shape.of(1, 1200, 33));
    add(rows, 3, Shape.of(1, 130, 300));
    // Layers: many short rows, few long ones, several chunks a row.
    add(rows, 1, Shape.of(40, 1, 6));
    add(rows, 1, Shape.of(130, 1, 64));
    add(rows, 3, Shape.of(4, 33));
    add(rows, 2, Shape.of(3, 1, 600));
    add(rows, 1, Shape.of(1, 1, 33_001));
    return rows;
  }

  private static void add(List<Problem> rows, int groups, Shape x) {
    String what = groups + " " + x;
    Shape c = Shape.of(x.channels());
    Shape statistics = Shape.of(x.size(0), groups, 2);
    Fill normal = Fill.normal();
    rows.add(
        Problem.of(
                "GroupStats " + what,
                new GroupStats(groups),
                (in, shapes, out) -> statistics(in.get(0), x, groups),
                x)
            .forwardOnly()
            .rounding(1e-6));
    rows.add(
        Problem.of(
                "GroupNorm " + what,
                new GroupNorm(groups, 0),
                normalise(groups, 0),
                x,
                c,
                c,
                statistics)
            .filled(normal, normal, normal, Fill.values(4))
            .forwardOnly());
    rows.add(
        Problem.of(
                "GroupNorm uneven " + what,
                new GroupNorm(groups, EPSILON),
                normalise(groups, EPSILON),
                x,
                c,
                c,
                statistics)
            .filled(normal, normal, normal, Fill.positive())
            .forwardOnly()
            .rounding(1e-6));
    rows.add(
        Problem.of(
                "GroupNormBack " + what,
                new GroupNormBack(groups, EPSILON),
                backward(groups, EPSILON),
                x,
                c,
                statistics,
                x)
            .filled(normal, normal, Fill.positive(), normal)
            .forwardOnly()
            .rounding(1e-6));
    rows.add(
        Problem.of(
                "GroupNormAffineBack " + what,
                new GroupNormAffineBack(groups, 0),
                affine(groups, 0),
                x,
                statistics,
                x)
            .filled(normal, Fill.values(4), normal)
            .forwardOnly());
    rows.add(
        Problem.of(
                "GroupNormAffineBack uneven " + what,
                new GroupNormAffineBack(groups, EPSILON),
                affine(groups, EPSILON),
                x,
                statistics,
                x)
            .filled(normal, Fill.positive(), normal)
            .forwardOnly()
            .rounding(1e-6));
  }

  /// Which group of which sample value `i` of x belongs to.
  private static int group(int i, Shape x, int groups) {
    int own = x.channels() / groups;
    return i / (x.length() / x.size(0)) * groups + i % x.channels() / own;
  }

  private static double[] statistics(double[] x, Shape shape, int groups) {
    double[] y = new double[shape.size(0) * groups * 2];
    int values = x.length / (shape.size(0) * groups);
    for (int i = 0; i < x.length; i++) {
      y[2 * group(i, shape, groups)] += x[i] / values;
    }
    for (int i = 0; i < x.length; i++) {
      int g = group(i, shape, groups);
      y[2 * g + 1] += Math.pow(x[i] - y[2 * g], 2) / values;
    }
    return y;
  }

  private static double normal(double[] x, double[] statistics, int i, int group, double epsilon) {
    return (x[i] - statistics[2 * group]) / Math.sqrt(statistics[2 * group + 1] + epsilon);
  }

  private static Oracle normalise(int groups, double epsilon) {
    return (in, shapes, out) -> {
      double[] y = new double[in.get(0).length];
      for (int i = 0; i < y.length; i++) {
        int c = i % out.channels();
        double normal = normal(in.get(0), in.get(3), i, group(i, out, groups), epsilon);
        y[i] = normal * in.get(1)[c] + in.get(2)[c];
      }
      return y;
    };
  }

  private static Oracle backward(int groups, double epsilon) {
    return (in, shapes, out) -> {
      double[] x = in.get(0);
      double[] statistics = in.get(2);
      int count = out.size(0) * groups;
      int values = x.length / count;
      double[] mean = new double[count];
      double[] product = new double[count];
      for (int i = 0; i < x.length; i++) {
        int g = group(i, out, groups);
        double t = in.get(3)[i] * in.get(1)[i % out.channels()];
        mean[g] += t / values;
        product[g] += t * normal(x, statistics, i, g, epsilon) / values;
      }
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        int g = group(i, out, groups);
        double t = in.get(3)[i] * in.get(1)[i % out.channels()];
        double rest = t - mean[g] - normal(x, statistics, i, g, epsilon) * product[g];
        y[i] = rest / Math.sqrt(statistics[2 * g + 1] + epsilon);
      }
      return y;
    };
  }

  private static Oracle affine(int groups, double epsilon) {
    return (in, shapes, out) -> {
      double[] y = new double[2 * out.channels()];
      for (int i = 0; i < in.get(0).length; i++) {
        int c = i % out.channels();
        int g = group(i, shapes.get(0), groups);
        y[c] += in.get(2)[i];
        y[out.channels() + c] += in.get(2)[i] * normal(in.get(0), in.get(1), i, g, epsilon);
      }
      return y;
    };
  }
}
