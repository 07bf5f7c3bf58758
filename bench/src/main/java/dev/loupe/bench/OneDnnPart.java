package dev.loupe.bench;

import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.problems.ConvolutionProblems.Row;
import java.util.ArrayList;
import java.util.List;

/// The tensors of a convolution as oneDNN sees them: sizes in its order (batch, channels, spatial;
/// for weights groups, outputs, inputs, kernel), strides of Loupe's layout, and codes of dnnl.h.
enum OneDnnPart {
  SOURCE(1, 129, 129),
  WEIGHTS(33, 161, 131),
  TARGET(17, 145, 133);

  private final int argument;
  private final int gradientArgument;
  private final int query;

  OneDnnPart(int argument, int gradientArgument, int query) {
    this.argument = argument;
    this.gradientArgument = gradientArgument;
    this.query = query;
  }

  /// What a direction reads, in Loupe's order, and, last, what it writes.
  static List<OneDnnPart> of(Direction direction) {
    return switch (direction) {
      case FORWARD -> List.of(SOURCE, WEIGHTS, TARGET);
      case BACK_DATA -> List.of(TARGET, WEIGHTS, SOURCE);
      case BACK_WEIGHTS -> List.of(SOURCE, TARGET, WEIGHTS);
    };
  }

  /// The code of the argument when a primitive is executed.
  int argument(Direction direction) {
    return gradient(direction) ? gradientArgument : argument;
  }

  /// The code that asks for the layout.
  int query(Direction direction) {
    return gradient(direction) ? query + 1 : query;
  }

  private boolean gradient(Direction direction) {
    return switch (direction) {
      case FORWARD -> false;
      case BACK_DATA -> this != WEIGHTS;
      case BACK_WEIGHTS -> this != SOURCE;
    };
  }

  /// The sizes in oneDNN's order.
  long[] sizes(Row row) {
    return inOrder(row, false);
  }

  /// The distance of neighbours along each of these axes where the values lie as Loupe has them.
  long[] strides(Row row) {
    return inOrder(row, true);
  }

  private Shape shape(Row row) {
    return switch (this) {
      case SOURCE -> row.source();
      case WEIGHTS -> row.weights();
      case TARGET -> row.target();
    };
  }

  private long[] inOrder(Row row, boolean strides) {
    Shape shape = shape(row);
    int last = shape.rank() - 1;
    long[] values = new long[last + 1];
    long step = 1;
    for (int i = last; i >= 0; i--) {
      values[i] = strides ? step : shape.size(i);
      step *= shape.size(i);
    }
    List<Long> order = new ArrayList<>();
    if (this == WEIGHTS) {
      int perGroup = row.outputs() / row.groups();
      if (row.groups() > 1) {
        order.add(strides ? perGroup * values[last] : row.groups());
      }
      order.add(strides ? values[last] : perGroup);
      order.add(values[last - 1]);
    } else {
      order.add(values[0]);
      order.add(values[last]);
    }
    int from = this == WEIGHTS ? 0 : 1;
    int to = this == WEIGHTS ? last - 1 : last;
    for (int i = from; i < to; i++) {
      order.add(values[i]);
    }
    return order.stream().mapToLong(Long::longValue).toArray();
  }
}
