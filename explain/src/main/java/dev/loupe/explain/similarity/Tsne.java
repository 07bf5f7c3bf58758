package dev.loupe.explain.similarity;

import dev.loupe.explain.Progress;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// t-SNE: a map of points on which those that are near each other in many dimensions are near.
/// Exact: time and memory grow with the square of the number of points. The same bits for the same
/// seed on any number of threads.
///
/// Distances in a map tell about neighbours only: neither how far groups are from each other nor
/// how large they are means anything.
///
/// Source: van der Maaten and Hinton, Visualizing Data using t-SNE, JMLR 2008.
///
/// @param perplexity about how many neighbours a point has, at least 2
/// @param steps how often all points move
public record Tsne(double perplexity, int steps) {
  /// As in the paper, with fewer steps.
  public static final Tsne DEFAULT = new Tsne(30, 500);

  /// The greatest number of points.
  public static final int MOST = 2000;

  private static final double EXAGGERATION = 12;
  private static final double LEAST_GAIN = 0.01;
  private static final int BISECTIONS = 50;

  /// Checks the settings.
  ///
  /// @throws LoupeException if one is out of range
  public Tsne {
    if (!(perplexity >= 2) || steps < 1) {
      throw LoupeException.of("a map can't be made so")
          .expected("a perplexity of at least 2, at least 1 step")
          .got("perplexity " + perplexity + ", " + steps + " steps");
    }
  }

  /// Maps points.
  ///
  /// @param points N x dimensions
  /// @return N x 2, their mean 0
  /// @throws LoupeException if there are fewer than 4 or more than [#MOST] points
  public Tensor map(Tensor points, Seed seed, Parallel parallel, Progress progress) {
    int n = points.shape().size(0);
    if (n < 4 || n > MOST) {
      throw LoupeException.of("a map of so many points can't be made")
          .expected("4 to " + MOST + " points")
          .got(String.valueOf(n));
    }
    double[] p = affinities(points, Math.min(perplexity, (n - 1) / 3.0), parallel);
    double[] y = new double[2 * n];
    for (int i = 0; i < y.length; i++) {
      y[i] = 1e-4 * seed.gaussian(i);
    }
    double[] speed = new double[2 * n];
    double[] gains = new double[2 * n];
    Arrays.fill(gains, 1);
    double[] gradient = new double[2 * n];
    double[] rowSums = new double[n];
    double rate = Math.max(n / EXAGGERATION, 50);
    int exaggerated = steps / 4;
    for (int step = 0; step < steps; step++) {
      double weight = step < exaggerated ? EXAGGERATION : 1;
      gradients(p, y, weight, rowSums, gradient, parallel);
      double momentum = step < exaggerated ? 0.5 : 0.8;
      for (int i = 0; i < y.length; i++) {
        boolean same = (gradient[i] > 0) == (speed[i] > 0);
        gains[i] = Math.max(LEAST_GAIN, same ? gains[i] * 0.8 : gains[i] + 0.2);
        speed[i] = momentum * speed[i] - rate * gains[i] * gradient[i];
        y[i] += speed[i];
      }
      centre(y);
      progress.at(step + 1, steps);
    }
    Tensor map = Tensor.zeros(Shape.of(n, 2));
    for (int i = 0; i < y.length; i++) {
      map.set(i, (float) y[i]);
    }
    return map;
  }

  /// Probabilities that two points are neighbours, all together 1: N x N.
  private static double[] affinities(Tensor points, double perplexity, Parallel parallel) {
    int n = points.shape().size(0);
    int dimensions = points.length() / n;
    double[] rows = new double[n * n];
    parallel.run(
        (i, worker) -> {
          for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int d = 0; d < dimensions; d++) {
              double apart = points.get(i * dimensions + d) - points.get(j * dimensions + d);
              sum += apart * apart;
            }
            rows[i * n + j] = sum;
          }
          neighbours(rows, i, n, StrictMath.log(perplexity));
        },
        n);
    double[] p = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        p[i * n + j] = Math.max((rows[i * n + j] + rows[j * n + i]) / (2.0 * n), 1e-12);
      }
    }
    return p;
  }

  /// Turns a row of squared distances into probabilities of the wanted entropy.
  private static void neighbours(double[] rows, int i, int n, double entropy) {
    double least = Double.MAX_VALUE;
    double mean = 0;
    for (int j = 0; j < n; j++) {
      if (j != i) {
        least = Math.min(least, rows[i * n + j]);
        mean += rows[i * n + j] / (n - 1);
      }
    }
    double low = 0;
    double high = Double.MAX_VALUE;
    double beta = 1 / Math.max(mean - least, 1e-12);
    double[] weights = new double[n];
    double sum = 1;
    for (int round = 0; round < BISECTIONS; round++) {
      sum = 0;
      double moment = 0;
      for (int j = 0; j < n; j++) {
        double apart = rows[i * n + j] - least;
        weights[j] = j == i ? 0 : StrictMath.exp(-beta * apart);
        sum += weights[j];
        moment += weights[j] * apart;
      }
      double found = StrictMath.log(sum) + beta * moment / sum;
      if (found > entropy) {
        low = beta;
        beta = high == Double.MAX_VALUE ? 2 * beta : (low + high) / 2;
      } else {
        high = beta;
        beta = (low + high) / 2;
      }
    }
    for (int j = 0; j < n; j++) {
      rows[i * n + j] = weights[j] / sum;
    }
  }

  /// The gradient of the divergence for each place of the map.
  private static void gradients(
      double[] p,
      double[] y,
      double weight,
      double[] rowSums,
      double[] gradient,
      Parallel parallel) {
    int n = rowSums.length;
    parallel.run(
        (i, worker) -> {
          double sum = 0;
          for (int j = 0; j < n; j++) {
            double dx = y[2 * i] - y[2 * j];
            double dy = y[2 * i + 1] - y[2 * j + 1];
            sum += j == i ? 0 : 1 / (1 + dx * dx + dy * dy);
          }
          rowSums[i] = sum;
        },
        n);
    double total = 0;
    for (double s : rowSums) {
      total += s;
    }
    double all = total;
    parallel.run(
        (i, worker) -> {
          double gx = 0;
          double gy = 0;
          for (int j = 0; j < n; j++) {
            double dx = y[2 * i] - y[2 * j];
            double dy = y[2 * i + 1] - y[2 * j + 1];
            double near = 1 / (1 + dx * dx + dy * dy);
            double pull = (weight * p[i * n + j] - near / all) * near;
            gx += pull * dx;
            gy += pull * dy;
          }
          gradient[2 * i] = 4 * gx;
          gradient[2 * i + 1] = 4 * gy;
        },
        n);
  }

  private static void centre(double[] y) {
    for (int axis = 0; axis < 2; axis++) {
      double mean = 0;
      for (int i = axis; i < y.length; i += 2) {
        mean += y[i];
      }
      mean /= y.length / 2.0;
      for (int i = axis; i < y.length; i += 2) {
        y[i] -= mean;
      }
    }
  }
}
