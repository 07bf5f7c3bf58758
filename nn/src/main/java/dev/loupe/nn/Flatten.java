package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Transpose;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Makes one vector of each sample, in PyTorch's order: all places of the first channel come first.
///
/// Input: N, spatial..., C. Output: N, C times all spatial sizes.
public record Flatten() implements Layer {
  /// The layer.
  public static Flatten of() {
    return new Flatten();
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    if (x.rank() < 2) {
      throw scope
          .error("there is nothing to flatten")
          .expected("batch, spatial sizes, channels")
          .got(x.toString());
    }
    int features = x.range(1, x.rank()).length();
    boolean sameOrder = features == x.channels() || x.channels() == 1;
    Value v = sameOrder ? input : scope.apply(channelsFirst(x.rank()), input);
    Shape flat = Shape.of(x.size(0), features);
    return v.shape().equals(flat) ? v : scope.apply(new Reshape(flat), v);
  }

  private static Transpose channelsFirst(int rank) {
    List<Integer> order = new ArrayList<>();
    order.add(0);
    order.add(rank - 1);
    for (int i = 1; i < rank - 1; i++) {
      order.add(i);
    }
    return new Transpose(order);
  }
}
