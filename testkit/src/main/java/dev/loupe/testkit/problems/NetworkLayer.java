package dev.loupe.testkit.problems;

import dev.loupe.graph.Computation;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.ConvolutionBackWeights;
import dev.loupe.kernel.ConvolutionGeometry;
import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.problems.ConvolutionProblems.Row;
import java.util.List;

/// A convolution of a well-known network, and how common it is there.
///
/// @param net the network's name
/// @param times how many layers of the network have this geometry
/// @param row the geometry; its name tells window and sizes
public record NetworkLayer(String net, int times, Row row) {
  private static final int SMALLEST = 4;

  /// The same layer with another batch.
  public NetworkLayer atBatch(int batch) {
    return reading(row.source().with(0, batch));
  }

  /// The same layer on a smaller input: spatial sizes are halved, the largest first and down to 4
  /// at the least, while a direction takes more operations than `most`.
  public NetworkLayer cropped(long most) {
    NetworkLayer layer = this;
    while (layer.flops() > most) {
      Shape source = layer.row.source();
      int largest = 1;
      for (int i = 2; i <= source.spatialRank(); i++) {
        largest = source.size(i) > source.size(largest) ? i : largest;
      }
      int half = source.size(largest) / 2;
      if (half < SMALLEST) {
        return layer;
      }
      layer = layer.reading(source.with(largest, half));
    }
    return layer;
  }

  private NetworkLayer reading(Shape source) {
    return new NetworkLayer(
        net, times, new Row(row.name(), source, row.window(), row.groups(), row.outputs()));
  }

  /// Floating point operations of each direction: a multiply-add counts 2, padding is counted.
  public long flops() {
    return 2 * row.target().elements() * (row.weights().elements() / row.outputs());
  }

  /// What the kernels get.
  public ConvolutionGeometry geometry() {
    return ConvolutionGeometry.of(row.window(), row.groups(), row.source(), row.target());
  }

  /// The op of a direction.
  public Computation op(Direction direction) {
    return switch (direction) {
      case FORWARD -> new Convolution(row.window(), row.groups());
      case BACK_DATA ->
          new ConvolutionBackData(
              row.window(), row.groups(), ConvolutionBackData.spatial(row.source()));
      case BACK_WEIGHTS -> new ConvolutionBackWeights(row.window(), row.groups());
    };
  }

  /// The shapes of that op's two inputs.
  public List<Shape> inputs(Direction direction) {
    return switch (direction) {
      case FORWARD -> List.of(row.source(), row.weights());
      case BACK_DATA -> List.of(row.target(), row.weights());
      case BACK_WEIGHTS -> List.of(row.source(), row.target());
    };
  }
}
