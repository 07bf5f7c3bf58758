package dev.loupe.testkit.problems;

import dev.loupe.graph.op.DeformConvolution;
import dev.loupe.graph.op.RoiAlign;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Convolutions with moved taps, and regions of interest.
public final class DeformProblems {
  private DeformProblems() {}

  // Regions inside, across the edges, far outside, without a size, and turned inside out.
  private static final Fill REGIONS =
      Fill.values(
          1, 1.5f, 7, 6.25f, -3, -2.5f, 3, 4, 2, 2, 30, 40, 4, 4, 4, 4, 50, 50, 60, 60, 5, 3, 2, 1);

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (boolean masked : new boolean[] {false, true}) {
      deform(rows, Window.of(2, 2, 1, 0), 1, 1, masked, Shape.of(1, 3, 3, 1), 1);
      deform(rows, Window.of(2, 3, 1, 1), 1, 2, masked, Shape.of(2, 5, 4, 6), 5);
      deform(rows, Window.of(2, 3, 2, 1), 3, 1, masked, Shape.of(1, 7, 6, 9), 6);
      Window uneven = new Window(List.of(new Axis(2, 2, 1, 1, 0), new Axis(3, 1, 2, 0, 2)));
      deform(rows, uneven, 2, 4, masked, Shape.of(2, 6, 8, 4), 38);
    }
    for (boolean maximum : new boolean[] {false, true}) {
      for (boolean halfPixel : new boolean[] {false, true}) {
        roi(rows, new RoiAlign(maximum, 2, 3, 2, 1, halfPixel), Shape.of(2, 8, 9, 3), 6);
        roi(rows, new RoiAlign(maximum, 5, 5, 0, 0.5f, halfPixel), Shape.of(1, 6, 7, 19), 6);
        roi(rows, new RoiAlign(maximum, 1, 1, 0, 1, halfPixel), Shape.of(3, 1, 5, 1), 12);
        roi(rows, new RoiAlign(maximum, 7, 7, 2, 0.25f, halfPixel), Shape.of(2, 20, 16, 33), 40);
      }
    }
    return rows;
  }

  private static void deform(
      List<Problem> rows,
      Window window,
      int groups,
      int offsetGroups,
      boolean masked,
      Shape x,
      int outputs) {
    DeformConvolution op = new DeformConvolution(window, groups, offsetGroups, masked);
    Shape y = window.output(x, outputs, false);
    int samples = offsetGroups * window.taps();
    Shape w =
        Shape.of(window.axis(0).kernel(), window.axis(1).kernel(), x.channels() / groups, outputs);
    Oracle oracle =
        (in, shapes, out) -> {
          double[] to = new double[out.length()];
          for (int i = 0; i < w.length(); i++) {
            int[] tap = Indices.of(i, w);
            int group = tap[3] / (outputs / groups);
            int c = group * (x.channels() / groups) + tap[2];
            int part = c / (x.channels() / offsetGroups);
            int sample = part * window.taps() + tap[0] * w.size(1) + tap[1];
            for (int o = tap[3]; o < to.length; o += outputs) {
              int[] at = Indices.of(o, out);
              int place = o / outputs * samples + sample;
              double h = window.axis(0).stride() * at[1] - window.axis(0).before();
              h += tap[0] * window.axis(0).dilation() + in.get(2)[2 * place];
              double v = window.axis(1).stride() * at[2] - window.axis(1).before();
              v += tap[1] * window.axis(1).dilation() + in.get(2)[2 * place + 1];
              double factor = masked ? in.get(3)[place] : 1;
              to[o] += in.get(1)[i] * factor * linear(in.get(0), x, at[0], h, v, c);
            }
          }
          return to;
        };
    String what =
        "DeformConvolution %s, %d groups, %d of offsets%s of %s to %d"
            .formatted(window, groups, offsetGroups, masked ? ", masked" : "", x, outputs);
    Shape offsets = y.with(-1, 2 * samples);
    Shape mask = y.with(-1, samples);
    Problem problem =
        masked
            ? Problem.of(what, op, oracle, x, w, offsets, mask)
            : Problem.of(what, op, oracle, x, w, offsets);
    rows.add(problem.forwardOnly());
  }

  /// The value at a place, every value of the map weighted by its distance.
  private static double linear(double[] x, Shape shape, int n, double h, double w, int c) {
    double sum = 0;
    for (int i = 0; i < shape.size(1); i++) {
      for (int j = 0; j < shape.size(2); j++) {
        double weight = Math.max(0, 1 - Math.abs(h - i)) * Math.max(0, 1 - Math.abs(w - j));
        sum += weight == 0 ? 0 : weight * x[Indices.flat(new int[] {n, i, j, c}, shape)];
      }
    }
    return sum;
  }

  private static void roi(List<Problem> rows, RoiAlign op, Shape x, int regions) {
    Oracle oracle =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          for (int i = 0; i < y.length; i++) {
            y[i] = bin(op, in, x, Indices.of(i, out));
          }
          return y;
        };
    Problem problem =
        Problem.of(
            "%s of %d regions of %s".formatted(op, regions, x),
            op,
            oracle,
            x,
            Shape.of(regions, 4),
            Shape.of(regions));
    rows.add(
        problem
            .forwardOnly()
            .rounding(2e-6)
            .filled(Fill.normal(), REGIONS, Fill.labels(x.size(0))));
  }

  private static double bin(RoiAlign op, List<double[]> in, Shape x, int[] at) {
    double[] from = new double[2];
    double[] size = new double[2];
    int[] count = new int[2];
    for (int a = 0; a < 2; a++) {
      double shift = op.halfPixel() ? 0.5 : 0;
      double start = in.get(1)[4 * at[0] + 1 - a] * op.scale() - shift;
      double length = in.get(1)[4 * at[0] + 3 - a] * op.scale() - shift - start;
      size[a] =
          (op.halfPixel() ? length : Math.max(1, length)) / (a == 0 ? op.height() : op.width());
      from[a] = start + at[1 + a] * size[a];
      count[a] = op.samples() > 0 ? op.samples() : (int) Math.max(0, Math.ceil(size[a] - 1e-6));
    }
    int n = (int) in.get(2)[at[0]];
    double sum = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count[0]; i++) {
      for (int j = 0; j < count[1]; j++) {
        double h = from[0] + (i + 0.5) * size[0] / count[0];
        double w = from[1] + (j + 0.5) * size[1] / count[1];
        boolean outside = h < -1 || h > x.size(1) || w < -1 || w > x.size(2);
        double[] parts = outside ? new double[4] : parts(in.get(0), x, n, h, w, at[3]);
        for (double part : parts) {
          sum += part;
          most = Math.max(most, part);
        }
      }
    }
    if (op.maximum()) {
      return count[0] * count[1] == 0 ? 0 : most;
    }
    return sum / Math.max(1, count[0] * count[1]);
  }

  /// The four weighted values of a sample, with places outside brought to the edge.
  private static double[] parts(double[] x, Shape shape, int n, double h, double w, int c) {
    double[] parts = new double[4];
    double y = Math.clamp(h, 0.0, shape.size(1) - 1.0);
    double z = Math.clamp(w, 0.0, shape.size(2) - 1.0);
    for (int corner = 0; corner < 4; corner++) {
      int i = (int) y + corner / 2;
      int j = (int) z + corner % 2;
      double weight = (1 - Math.abs(y - i)) * (1 - Math.abs(z - j));
      int[] at = {n, Math.min(i, shape.size(1) - 1), Math.min(j, shape.size(2) - 1), c};
      parts[corner] = weight * x[Indices.flat(at, shape)];
    }
    return parts;
  }
}
