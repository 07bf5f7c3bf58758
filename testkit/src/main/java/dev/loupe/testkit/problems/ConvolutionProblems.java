package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.ConvolutionBackWeights;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Convolutions, their backward data (transposed convolutions) and backward weights.
public final class ConvolutionProblems {
  private ConvolutionProblems() {}

  /// A convolution: what it reads, the window, and how many channels it writes.
  ///
  /// @param name says what is special
  /// @param source N, spatial..., C
  /// @param window kernel, stride, dilation, padding
  /// @param groups divides the channels
  /// @param outputs channels written
  public record Row(String name, Shape source, Window window, int groups, int outputs) {
    /// The shape of the weights.
    public Shape weights() {
      List<Integer> sizes = new ArrayList<>(window.kernel());
      sizes.add(source.channels() / groups);
      sizes.add(outputs);
      return Shape.of(sizes);
    }

    /// The shape of what the convolution writes.
    public Shape target() {
      return window.output(source, outputs, false);
    }
  }

  /// The rows: the layers of common networks made small, and whatever is awkward.
  public static List<Row> rows() {
    return List.of(
        row("3x3", Shape.of(2, 8, 9, 3), 3, 1, 1, 16),
        row("3x3 many channels", Shape.of(2, 9, 12, 33), 3, 1, 1, 64),
        row("3x3 odd channels", Shape.of(1, 11, 17, 19), 3, 1, 1, 6),
        row("3x3 small picture", Shape.of(3, 4, 4, 32), 3, 1, 1, 48),
        row("3x3 tiny picture", Shape.of(5, 2, 2, 16), 3, 1, 1, 40),
        row("3x3 tiles of 4, uneven", Shape.of(2, 10, 13, 16), 3, 1, 1, 19),
        row("3x3 no padding", Shape.of(2, 12, 9, 32), 3, 1, 0, 16),
        row("3x3 full padding", Shape.of(1, 8, 7, 16), 3, 1, 2, 24),
        row("3x3 wide panels", Shape.of(3, 8, 8, 48), 3, 1, 1, 112),
        row("3x3 many tiles", Shape.of(2, 36, 31, 16), 3, 1, 1, 16),
        row("1-D 3 taps", Shape.of(3, 45, 20), 3, 1, 1, 33),
        row("3-D tiles", Shape.of(2, 5, 6, 9, 17), 3, 1, 1, 18),
        row("3x3 stride 2", Shape.of(2, 17, 18, 16), 3, 2, 1, 32),
        row("3x3 stride 2 small", Shape.of(2, 8, 8, 16), 3, 2, 1, 32),
        row("3x3 stride 2 slices of samples", Shape.of(9, 6, 4, 40), 3, 2, 1, 72),
        row("3x3 slices of samples", Shape.of(11, 3, 2, 136), 3, 1, 1, 24),
        row("3-D stride 2 whole lines", Shape.of(1, 5, 5, 7, 20), 3, 2, 1, 132),
        row("1x1", Shape.of(2, 7, 9, 19), 1, 1, 0, 33),
        row("1x1 stride 2", Shape.of(2, 9, 8, 16), 1, 2, 0, 24),
        row("5x5 one channel", Shape.of(2, 28, 28, 1), 5, 1, 2, 6),
        row("5x5 no padding", Shape.of(2, 14, 14, 6), 5, 1, 0, 16),
        row("7x7 stride 2", Shape.of(1, 21, 20, 3), 7, 2, 3, 64),
        row("7x7 stride 2 lines of pieces", Shape.of(2, 45, 70, 4), 7, 2, 3, 34),
        row("1-D 3 channels", Shape.of(3, 37, 3), 7, 1, 3, 16),
        row("2x2 stride 3", Shape.of(2, 10, 11, 4), 2, 3, 0, 5),
        row("1-D", Shape.of(3, 47, 1), 5, 1, 2, 32),
        row("1x1 many pixels", Shape.of(2, 24, 25, 16), 1, 1, 0, 40),
        row("1x1 half a vector over", Shape.of(2, 13, 25, 40), 1, 1, 0, 24),
        row("1x1 one vector", Shape.of(2, 13, 25, 17), 1, 1, 0, 16),
        row("1x1 stride 2 wide", Shape.of(2, 9, 27, 24), 1, 2, 0, 72),
        row("1x1 many weights", Shape.of(1, 3, 5, 256), 1, 1, 0, 200),
        row("3x3 stride 2 many weights", Shape.of(2, 6, 5, 100), 3, 2, 1, 132),
        row("1-D many pixels", Shape.of(3, 401, 40), 5, 1, 2, 24),
        row("1-D wide", Shape.of(2, 44, 32), 5, 1, 2, 32),
        row("1-D parts of lines", Shape.of(3, 131, 48), 5, 1, 2, 96),
        row("1-D 16 channels", Shape.of(2, 19, 16), 5, 1, 1, 32),
        row("1-D short", Shape.of(4, 5, 32), 5, 1, 2, 32),
        row("3x3 one channel stride 2", Shape.of(2, 9, 41, 1), 3, 2, 1, 24),
        row("3-D one channel", Shape.of(2, 4, 5, 20, 1), 3, 1, 1, 18),
        row("3-D", Shape.of(2, 5, 6, 9, 3), 3, 1, 1, 18),
        row("3-D stride 2", Shape.of(1, 6, 7, 18, 4), 3, 2, 1, 8),
        row("3-D small", Shape.of(2, 3, 2, 3, 16), 3, 1, 1, 20),
        new Row(
            "dilation, uneven",
            Shape.of(2, 12, 23, 5),
            new Window(List.of(new Axis(3, 1, 2, 0, 3), new Axis(2, 2, 3, 2, 1))),
            1,
            17),
        new Row(
            "wide dilation beyond stride",
            Shape.of(1, 9, 30, 4),
            new Window(List.of(new Axis(1, 1, 1, 0, 0), new Axis(4, 3, 4, 5, 5))),
            1,
            8),
        new Row(
            "3 taps high, 1 wide",
            Shape.of(2, 9, 6, 16),
            new Window(List.of(Axis.of(3, 1, 1), Axis.of(1, 1, 0))),
            1,
            16),
        new Row(
            "3-D uneven padding",
            Shape.of(1, 4, 7, 8, 16),
            new Window(List.of(new Axis(2, 1, 1, 1, 0), new Axis(3, 1, 1, 2, 0), Axis.of(3, 1, 1))),
            1,
            16),
        new Row("groups", Shape.of(2, 9, 10, 12), Window.of(2, 3, 1, 1), 3, 24),
        new Row("groups stride 2", Shape.of(2, 18, 17, 32), Window.of(2, 3, 2, 1), 2, 64),
        new Row("groups small", Shape.of(2, 5, 5, 8), Window.of(2, 3, 1, 1), 4, 8),
        new Row("depthwise", Shape.of(2, 9, 9, 19), Window.of(2, 3, 1, 1), 19, 19),
        new Row("depthwise stride 2", Shape.of(2, 9, 8, 32), Window.of(2, 3, 2, 1), 32, 32),
        new Row("depthwise wide", Shape.of(3, 7, 8, 100), Window.of(2, 3, 1, 1), 100, 100),
        new Row(
            "depthwise dilated",
            Shape.of(2, 11, 14, 24),
            new Window(List.of(new Axis(3, 1, 2, 3, 1), new Axis(3, 2, 2, 0, 2))),
            24,
            24),
        new Row("depthwise whole planes", Shape.of(4, 8, 7, 136), Window.of(2, 3, 1, 1), 136, 136),
        new Row("depthwise small planes", Shape.of(3, 5, 6, 192), Window.of(2, 3, 1, 1), 192, 192),
        new Row("depthwise stride 2 wide", Shape.of(3, 14, 13, 40), Window.of(2, 3, 2, 1), 40, 40),
        new Row(
            "depthwise dilation 2",
            Shape.of(2, 9, 11, 40),
            new Window(List.of(new Axis(3, 1, 2, 2, 2), new Axis(3, 1, 2, 2, 2))),
            40,
            40),
        new Row("depthwise unpadded", Shape.of(2, 8, 9, 40), Window.of(2, 3, 1, 0), 40, 40),
        new Row(
            "depthwise padded on one side",
            Shape.of(2, 8, 10, 40),
            new Window(List.of(new Axis(3, 2, 1, 0, 1), new Axis(3, 2, 1, 0, 1))),
            40,
            40),
        new Row(
            "depthwise dilation 3",
            Shape.of(2, 9, 10, 40),
            new Window(List.of(new Axis(3, 1, 3, 1, 2), new Axis(3, 1, 3, 2, 3))),
            40,
            40),
        new Row(
            "depthwise stride 2 along rows",
            Shape.of(2, 7, 9, 40),
            new Window(List.of(new Axis(3, 1, 1, 1, 1), new Axis(3, 2, 1, 1, 1))),
            40,
            40),
        new Row("depthwise row", Shape.of(3, 1, 12, 40), Window.of(2, 3, 1, 1), 40, 40),
        new Row("depthwise column", Shape.of(3, 12, 1, 40), Window.of(2, 3, 1, 1), 40, 40),
        new Row("depthwise 1-D", Shape.of(2, 21, 5), Window.of(1, 5, 2, 2), 5, 5),
        new Row("depth multiplier", Shape.of(2, 6, 6, 4), Window.of(2, 3, 1, 1), 4, 8),
        row("one pixel", Shape.of(1, 1, 1, 7), 3, 1, 1, 9));
  }

  private static Row row(
      String name, Shape source, int kernel, int stride, int padding, int outputs) {
    Window window = Window.of(source.spatialRank(), kernel, stride, padding);
    return new Row(name, source, window, 1, outputs);
  }

  /// Three problems for each row.
  public static List<Problem> all() {
    return rows().stream().flatMap(ConvolutionProblems::problems).toList();
  }

  private static Stream<Problem> problems(Row r) {
    String suffix = " " + r.name() + ", " + r.source() + " to " + r.outputs();
    Window w = r.window();
    return Stream.of(
        Problem.of(
            "Convolution" + suffix,
            new Convolution(w, r.groups()),
            (in, s, out) -> {
              double[] y = new double[out.length()];
              visit(r, (x, k, t) -> y[t] += in.get(0)[x] * in.get(1)[k]);
              return y;
            },
            r.source(),
            r.weights()),
        Problem.of(
            "ConvolutionBackData" + suffix,
            new ConvolutionBackData(w, r.groups(), ConvolutionBackData.spatial(r.source())),
            (in, s, out) -> {
              double[] x = new double[out.length()];
              visit(r, (i, k, t) -> x[i] += in.get(0)[t] * in.get(1)[k]);
              return x;
            },
            r.target(),
            r.weights()),
        Problem.of(
            "ConvolutionBackWeights" + suffix,
            new ConvolutionBackWeights(w, r.groups()),
            (in, s, out) -> {
              double[] y = new double[out.length()];
              visit(r, (i, k, t) -> y[k] += in.get(0)[i] * in.get(1)[t]);
              return y;
            },
            r.source(),
            r.target()));
  }

  /// Sees every product of a convolution: the indices of source, weight and target.
  private interface Visitor {
    void product(int source, int weight, int target);
  }

  private static void visit(Row r, Visitor v) {
    Shape target = r.target();
    int pixels = target.rows() / target.size(0);
    for (int n = 0; n < target.size(0); n++) {
      for (int p = 0; p < pixels; p++) {
        for (int tap = 0; tap < r.window().taps(); tap++) {
          int x = sourcePixel(r, target, p, tap);
          if (x >= 0) {
            int sourceRow = n * (r.source().rows() / r.source().size(0)) + x;
            products(r, v, sourceRow, n * pixels + p, tap);
          }
        }
      }
    }
  }

  private static void products(Row r, Visitor v, int sourceRow, int targetRow, int tap) {
    int inputs = r.source().channels() / r.groups();
    int outputs = r.outputs() / r.groups();
    for (int group = 0; group < r.groups(); group++) {
      for (int c = 0; c < inputs; c++) {
        for (int k = group * outputs; k < (group + 1) * outputs; k++) {
          v.product(
              sourceRow * r.source().channels() + group * inputs + c,
              (tap * inputs + c) * r.outputs() + k,
              targetRow * r.outputs() + k);
        }
      }
    }
  }

  /// The source pixel under a tap, or -1 in the padding.
  private static int sourcePixel(Row r, Shape target, int pixel, int tap) {
    int at = 0;
    int step = 1;
    for (int i = r.window().rank() - 1; i >= 0; i--) {
      Axis a = r.window().axis(i);
      int t = pixel % target.size(i + 1);
      pixel /= target.size(i + 1);
      int k = tap % a.kernel();
      tap /= a.kernel();
      int s = t * a.stride() + k * a.dilation() - a.before();
      if (s < 0 || s >= r.source().size(i + 1)) {
        return -1;
      }
      at += s * step;
      step *= r.source().size(i + 1);
    }
    return at;
  }
}
