package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.AttentionBackReference;
import dev.loupe.kernel.AttentionBackVector;
import dev.loupe.kernel.AttentionGeometry;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [Attention]; the scores are computed anew.
///
/// With `p[i][j]` the softmax and `e[i][j] = p[i][j] (g[i] v[j] - g[i] y[i])`:
/// `gq[i] = sum over j of e[i][j] k[j] / sqrt(d)`, `gk[j] = sum over i of e[i][j] q[i] / sqrt(d)`,
/// `gv[j] = sum over i of p[i][j] g[i]`.
///
/// Inputs: the input of [Attention] N, T, 3 D; its output N, T, D; the gradient of that. Output: N,
/// T, 3 D. Source: Dao et al., FlashAttention, NeurIPS 2022, appendix B.2.
///
/// @param heads how many
public record AttentionBack(int heads) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 3);
    Shape y = new Attention(heads).infer(inputs.subList(0, 1));
    if (!inputs.get(1).equals(y) || !inputs.get(2).equals(y)) {
      throw new IllegalArgumentException(
          "the output and its gradient are %s and %s, not %s"
              .formatted(inputs.get(1), inputs.get(2), y));
    }
    return inputs.get(0);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<AttentionGeometry>reference(AttentionBackReference::new)
        .vector("tiles", g -> new AttentionBackVector(g))
        .choose(AttentionGeometry.of(output, heads), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 10 * inputs.get(1).elements() * output.size(1);
  }
}
