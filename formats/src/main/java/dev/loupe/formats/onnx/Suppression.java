package dev.loupe.formats.onnx;

import java.util.ArrayList;
import java.util.List;

/// NonMaxSuppression: of boxes that overlap, the one with the highest score.
///
/// How many there are depends on the values, so it is computed on the host, behind the program.
/// Source: ONNX operator specification, NonMaxSuppression, version 11.
final class Suppression {
  private Suppression() {}

  /// Boxes batch x boxes x 4, scores batch x classes x boxes.
  ///
  /// @return found x 3: batch, class, box
  static Literal boxes(Call c) {
    Literal boxes = c.literal(0);
    Literal scores = c.literal(1);
    long most = c.optional(2).map(l -> (long) l.single()).orElse(0L);
    double overlap = c.optional(3).map(Literal::single).orElse(0.0);
    double least = c.optional(4).map(Literal::single).orElse(Double.NEGATIVE_INFINITY);
    boolean centred = c.flag("center_point_box", false);
    int batches = scores.dims()[0];
    int classes = scores.dims()[1];
    int count = scores.dims()[2];
    List<Double> found = new ArrayList<>();
    for (int b = 0; b < batches; b++) {
      for (int k = 0; k < classes; k++) {
        int from = (b * classes + k) * count;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          if (scores.values()[from + i] > least) {
            order.add(i);
          }
        }
        order.sort((i, j) -> Double.compare(scores.values()[from + j], scores.values()[from + i]));
        List<double[]> kept = new ArrayList<>();
        for (int i : order) {
          double[] box = corners(boxes.values(), (b * count + i) * 4, centred);
          if (kept.size() < most && kept.stream().noneMatch(o -> shared(o, box) > overlap)) {
            kept.add(box);
            found.addAll(List.of((double) b, (double) k, (double) i));
          }
        }
      }
    }
    double[] values = found.stream().mapToDouble(Double::doubleValue).toArray();
    return new Literal(OnnxType.INT64, new int[] {values.length / 3, 3}, values);
  }

  private static double[] corners(double[] v, int at, boolean centred) {
    if (centred) {
      double w = v[at + 2] / 2;
      double h = v[at + 3] / 2;
      return new double[] {v[at + 1] - h, v[at] - w, v[at + 1] + h, v[at] + w};
    }
    return new double[] {
      Math.min(v[at], v[at + 2]),
      Math.min(v[at + 1], v[at + 3]),
      Math.max(v[at], v[at + 2]),
      Math.max(v[at + 1], v[at + 3])
    };
  }

  /// Intersection over union.
  private static double shared(double[] a, double[] b) {
    double h = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
    double w = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
    double both = Math.max(0, h) * Math.max(0, w);
    double union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both;
    return union <= 0 ? 0 : both / union;
  }
}
