package dev.loupe.testkit.problems;

import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.problems.ConvolutionProblems.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// Follows a shape through a network and counts the convolutions on the way.
final class NetworkTrace {
  private final String net;
  private final Map<Row, Integer> rows = new LinkedHashMap<>();
  private Shape at;

  /// @param input what the network reads, batch 1
  NetworkTrace(String net, int... input) {
    this.net = net;
    this.at = Shape.of(input).prepend(1);
  }

  /// Where the trace is.
  Shape at() {
    return at;
  }

  /// Goes on from another shape: a branch, or channels joined.
  NetworkTrace from(Shape shape) {
    at = shape;
    return this;
  }

  /// A convolution padded by half its kernel.
  NetworkTrace conv(int outputs, int kernel, int stride) {
    return conv(outputs, kernel, stride, kernel / 2, 1);
  }

  NetworkTrace conv(int outputs, int kernel, int stride, int padding, int groups) {
    Row row = row(at, outputs, kernel, stride, padding, groups);
    rows.merge(row, 1, Integer::sum);
    at = row.target();
    return this;
  }

  /// A depthwise convolution of 3.
  NetworkTrace depthwise(int stride) {
    return conv(at.channels(), 3, stride, 1, at.channels());
  }

  /// A transposed convolution of 2 and stride 2: the backward data of the convolution noted.
  NetworkTrace up(int outputs) {
    Shape larger = at.with(-1, outputs);
    for (int i = 1; i <= at.spatialRank(); i++) {
      larger = larger.with(i, 2 * at.size(i));
    }
    rows.merge(row(larger, at.channels(), 2, 2, 0, 1), 1, Integer::sum);
    at = larger;
    return this;
  }

  /// A pooling.
  NetworkTrace pool(int kernel, int stride, int padding) {
    Window window = Window.of(at.spatialRank(), kernel, stride, padding);
    at = window.output(at, at.channels(), false);
    return this;
  }

  /// The distinct layers, in the order in which they first occur.
  List<NetworkLayer> layers() {
    return rows.entrySet().stream()
        .map(e -> new NetworkLayer(net, e.getValue(), e.getKey()))
        .toList();
  }

  private static Row row(
      Shape source, int outputs, int kernel, int stride, int padding, int groups) {
    Window window = Window.of(source.spatialRank(), kernel, stride, padding);
    StringJoiner name = new StringJoiner(" ");
    name.add(Shape.of(window.kernel()).toString());
    if (stride != 1) {
      name.add("stride " + stride);
    }
    if (groups != 1) {
      name.add(groups == source.channels() ? "depthwise" : "groups " + groups);
    }
    name.add(source.channels() + "-" + outputs);
    name.add("at " + source.range(1, source.rank() - 1));
    return new Row(name.toString(), source, window, groups, outputs);
  }
}
