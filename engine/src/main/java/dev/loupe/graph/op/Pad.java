package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.PadCopy;
import dev.loupe.kernel.PadGeometry;
import dev.loupe.kernel.PadMode;
import dev.loupe.kernel.PadReference;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Puts values in front of and behind every axis.
///
/// Input: a tensor. Output: its sizes with the padding.
///
/// @param mode what the padding is made of
/// @param before padding in front, for each axis
/// @param after padding behind, for each axis
/// @param value the constant; for the other modes 0
public record Pad(PadMode mode, List<Integer> before, List<Integer> after, float value)
    implements Computation {
  /// Copies the lists.
  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (mode != PadMode.CONSTANT && value != 0) {
      throw new IllegalArgumentException(mode + " padding has no value, got " + value);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape in = inputs.get(0);
    Shapes.checkEntries("the padding in front", before, in);
    Shapes.checkEntries("the padding behind", after, in);
    Shape out = in;
    for (int i = 0; i < in.rank(); i++) {
      int most = Math.max(before.get(i), after.get(i));
      if (before.get(i) < 0 || after.get(i) < 0) {
        throw LoupeException.of("a padding is negative")
            .expected("at least 0")
            .got("%d in front of and %d behind axis %d".formatted(before.get(i), after.get(i), i))
            .fix("cut values off with a slice");
      }
      if (mode == PadMode.REFLECT && most >= in.size(i)) {
        throw LoupeException.of("a reflected padding is not smaller than what it reflects")
            .expected("a padding of at most %d on axis %d of %s".formatted(in.size(i) - 1, i, in))
            .got(String.valueOf(most))
            .fix("pad less, or repeat the edge");
      }
      out = out.with(i, Math.addExact(in.size(i), Math.addExact(before.get(i), after.get(i))));
    }
    return out;
  }

  @Override
  public void gradient(GradientScope s) {
    Shape in = s.input(0).shape();
    s.pass(
        0,
        mode == PadMode.CONSTANT
            ? s.apply(new Slice(before, Shapes.list(in)), s.upstream())
            : s.apply(new PadBack(this, in), s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<PadGeometry>reference(PadReference::new)
        .plain("copy", PadCopy::new)
        .choose(geometry(inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 0;
  }

  PadGeometry geometry(Shape input) {
    return PadGeometry.of(mode, input, before, after, value);
  }
}
