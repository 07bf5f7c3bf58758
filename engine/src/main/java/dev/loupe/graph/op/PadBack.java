package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.PadBackReference;
import dev.loupe.kernel.PadBackRows;
import dev.loupe.kernel.PadGeometry;
import dev.loupe.kernel.PadMode;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [Pad] for its input: each value sums the gradients of all its copies.
///
/// Input: gy. Output: the shape of x.
///
/// @param pad the forward op
/// @param input the shape of x
public record PadBack(Pad pad, Shape input) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Shapes.check(this, inputs, pad.infer(List.of(input)));
    return input;
  }

  @Override
  public void gradient(GradientScope s) {
    Pad zero =
        pad.mode() == PadMode.CONSTANT
            ? new Pad(PadMode.CONSTANT, pad.before(), pad.after(), 0)
            : pad;
    s.pass(0, s.apply(zero, s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<PadGeometry>reference(PadBackReference::new)
        .plain("rows", PadBackRows::new)
        .choose(pad.geometry(input), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return inputs.get(0).elements();
  }
}
