package dev.loupe.nn;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.tensor.Shape;

/// A ReLU whose slope below 0 is learned.
///
/// Input: ..., C. Output: the same shape. Parameter: `weight`, 1 or C, without weight decay.
/// Source: He et al., Delving Deep into Rectifiers, ICCV 2015, section 2.1.
///
/// @param perChannel whether each channel has a slope of its own
/// @param slope what the slopes are at first; 0.25 in the paper
public record PRelu(boolean perChannel, float slope) implements Layer {
  /// One slope for all channels.
  public static PRelu of() {
    return new PRelu(false, 0.25f);
  }

  /// The same with a slope for each channel.
  public PRelu forEachChannel() {
    return new PRelu(true, slope);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape slopes = Shape.of(perChannel ? Norms.channels(scope, input.shape()).channels() : 1);
    Value w =
        scope.parameter("weight", slopes, Role.BIAS, Layout.PLAIN, Initialisers.constant(slope));
    return scope.apply(new dev.loupe.graph.op.PRelu(), input, w);
  }
}
