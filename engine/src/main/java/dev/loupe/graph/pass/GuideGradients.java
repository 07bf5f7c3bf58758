package dev.loupe.graph.pass;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.ActivateBack;
import dev.loupe.kernel.Activation;
import dev.loupe.tensor.LoupeException;
import java.util.List;

/// Guided backpropagation: in a graph with gradients, at each rectifier only what is above 0 goes
/// back. Unlike the other passes it changes what a graph computes.
///
/// Source: Springenberg et al., Striving for Simplicity, ICLR 2015 workshop, section 3.4; there for
/// ReLU, here for its smooth and leaky relatives too, but not for functions that gate or squash.
public record GuideGradients() implements Pass {
  /// @throws LoupeException if there is no rectifier between the target and what is asked for
  @Override
  public Graph apply(Graph graph) {
    Rewriter r = new Rewriter(graph);
    boolean guided = false;
    for (Node n : graph.nodes()) {
      if (n.op() instanceof ActivateBack back && rectifies(back.activation())) {
        Value known = r.get(n.inputs().get(0));
        Value upstream = r.get(n.inputs().get(1));
        Value above = r.apply(n.path(), new Activate(Activation.RELU), List.of(upstream));
        r.put(n, r.apply(n.path(), back, List.of(known, above)));
        guided = true;
      } else {
        r.copy(n);
      }
    }
    if (!guided) {
      throw LoupeException.of("guided backpropagation does nothing here")
          .expected("a rectifier, such as a ReLU, on the way from the target")
          .got("none")
          .fix("use plain gradients");
    }
    return r.build();
  }

  private static boolean rectifies(Activation activation) {
    return switch (activation.kind()) {
      case RELU, RELU6, LEAKY_RELU, ELU, SELU, GELU, GELU_TANH, SILU, HARD_SWISH -> true;
      case HARD_SIGMOID, SIGMOID, TANH -> false;
    };
  }
}
