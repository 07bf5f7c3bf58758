package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Transpose;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Deals the channels of groups out in turn, so that what follows sees channels of each group.
///
/// Input: ..., C. Output: the same shape: the first channel of each group, then the second of each,
/// and so on. Source: Zhang et al., ShuffleNet, CVPR 2018, section 3.1.
///
/// @param groups a divisor of the channels
public record ChannelShuffle(int groups) implements Layer {
  /// Checks the groups.
  ///
  /// @throws dev.loupe.tensor.LoupeException if there is none
  public ChannelShuffle {
    Conv.atLeastOne("groups", groups);
  }

  /// Of so many groups.
  public static ChannelShuffle of(int groups) {
    return new ChannelShuffle(groups);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    int each = ChannelPart.size(scope, x, groups);
    List<Integer> sizes = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < x.rank() - 1; i++) {
      sizes.add(x.size(i));
      order.add(i);
    }
    sizes.addAll(List.of(groups, each));
    order.addAll(List.of(x.rank(), x.rank() - 1));
    Value split = scope.apply(new Reshape(Shape.of(sizes)), input);
    return scope.apply(new Reshape(x), scope.apply(new Transpose(order), split));
  }
}
