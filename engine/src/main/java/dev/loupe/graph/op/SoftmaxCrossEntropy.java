package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.CrossEntropyGeometry;
import dev.loupe.kernel.CrossEntropyReference;
import dev.loupe.kernel.CrossEntropyVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The cross entropy of targets and the softmax of logits, for each row:
/// `-sum(c[k] log softmax(x)[k])` with `c[k] = weight[k] ((1 - smoothing) t[k] + smoothing / K)`.
///
/// Inputs: logits `..., K`; targets, class indices `...` or distributions `..., K`; where there is
/// a third, the weights `K` of the classes. Output: `...`. A class index outside of 0 to K-1 makes
/// the loss of its row NaN. Not differentiated for targets and weights.
///
/// Source of smoothing: Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, 7.
///
/// @param smoothing the share of each target that is spread over all classes, 0 to 1
/// @param soft whether the targets are distributions
public record SoftmaxCrossEntropy(float smoothing, boolean soft) implements Computation {
  /// Checks the smoothing.
  ///
  /// @throws LoupeException if it is not in [0, 1]
  public SoftmaxCrossEntropy {
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw LoupeException.of("the label smoothing is out of range")
          .expected("from 0 to 1")
          .got(String.valueOf(smoothing));
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    boolean weighted = inputs.size() == 3;
    Computation.checkCount(this, inputs, weighted ? 3 : 2);
    Shape logits = Shapes.withChannels(this, inputs.get(0));
    Shape rows = logits.range(0, logits.rank() - 1);
    Shape targets = soft ? logits : rows;
    if (!inputs.get(1).equals(targets)) {
      throw LoupeException.of("the targets don't fit the logits")
          .expected((soft ? "distributions " : "class indices ") + targets)
          .got(inputs.get(1) + " for logits " + logits);
    }
    if (weighted && !inputs.get(2).equals(Shape.of(logits.channels()))) {
      throw LoupeException.of("the class weights don't fit the logits")
          .expected("one for each of " + logits.channels() + " classes")
          .got(inputs.get(2).toString());
    }
    return rows;
  }

  @Override
  public void gradient(GradientScope s) {
    if (!s.wanted(0)) {
      return;
    }
    SoftmaxCrossEntropyBack back = new SoftmaxCrossEntropyBack(smoothing, soft);
    Value g = s.upstream();
    s.pass(
        0,
        s.inputs() == 3
            ? s.apply(back, s.input(0), s.input(1), g, s.input(2))
            : s.apply(back, s.input(0), s.input(1), g));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<CrossEntropyGeometry>reference(g -> new CrossEntropyReference(g, false))
        .vector("vector", g -> new CrossEntropyVector(g, false))
        .choose(geometry(inputs.get(0), inputs.size() == 3), policy);
  }

  CrossEntropyGeometry geometry(Shape logits, boolean weighted) {
    return new CrossEntropyGeometry(logits.rows(), logits.channels(), smoothing, soft, weighted);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 5 * inputs.get(0).elements();
  }
}
