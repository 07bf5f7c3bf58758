package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.AttentionGeometry;
import dev.loupe.kernel.AttentionReference;
import dev.loupe.kernel.AttentionVector;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Scaled dot-product self-attention, each head on its own d channels:
/// `y[i] = sum over j of softmax over j (q[i] k[j] / sqrt(d)) v[j]`.
///
/// Input: N, T, 3 D: the queries, keys and values of T tokens side by side, in each of them the d =
/// D / heads channels of one head after the other. Output: N, T, D. The T x T scores of a head are
/// never kept: memory grows with T.
///
/// Source: Vaswani et al., Attention Is All You Need, NeurIPS 2017, section 3.2; Dao et al.,
/// FlashAttention, NeurIPS 2022.
///
/// @param heads how many, a divisor of D
public record Attention(int heads) implements Computation {
  /// Checks the number of heads.
  ///
  /// @throws LoupeException if it is below 1
  public Attention {
    if (heads < 1) {
      throw LoupeException.of("attention has too few heads")
          .expected("at least 1")
          .got(String.valueOf(heads));
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape x = inputs.get(0);
    if (x.rank() != 3 || x.channels() % 3 != 0) {
      throw LoupeException.of("attention needs the queries, keys and values of tokens")
          .expected("batch, tokens, 3 x channels")
          .got(x.toString())
          .fix("bring the input to batch, tokens, channels; a dense layer triples the channels");
    }
    int width = x.channels() / 3;
    if (width % heads != 0) {
      throw LoupeException.of("the heads of attention don't divide its channels")
          .expected("a divisor of " + width)
          .got(heads + " heads")
          .fix("change the number of heads, or of channels");
    }
    return x.with(-1, width);
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(new AttentionBack(heads), s.input(0), s.output(), s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<AttentionGeometry>reference(AttentionReference::new)
        .vector("tiles", g -> new AttentionVector(g))
        .choose(AttentionGeometry.of(inputs.get(0), heads), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 4 * output.elements() * output.size(1);
  }
}
