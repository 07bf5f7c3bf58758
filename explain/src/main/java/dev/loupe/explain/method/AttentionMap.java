package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Target;
import dev.loupe.explain.attention.AttentionWeights;
import dev.loupe.explain.attention.Attentions;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;

/// How much one attention of a transformer looks at each place, from where the answer is read: from
/// the class token where there is one. The same for every class. Enlarged to the sample from the
/// places of its tokens.
///
/// Source: Vaswani et al., Attention Is All You Need, NeurIPS 2017, section 3.2.1.
///
/// @param block which attention, from 0; -1 for the last
/// @param head which of its heads, from 0; -1 for the mean of all
public record AttentionMap(int block, int head) implements Method {
  /// The mean of the last one's heads.
  public static final AttentionMap USUAL = new AttentionMap(-1, -1);

  @Override
  public String name() {
    return "attention";
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    Method.check(lens, sample);
    int blocks = lens.tokens().attentions().size();
    check("block", block, blocks);
    Attentions attentions = Attentions.of(lens, sample);
    int layer = block < 0 ? blocks - 1 : block;
    AttentionWeights weights = attentions.layers().get(layer);
    check("head", head, weights.heads());
    Tensor map = head < 0 ? attentions.map(layer) : attentions.map(layer, head);
    return Maps.ofTokens(this, lens, sample, target, map);
  }

  private static void check(String what, int index, int count) {
    if (index < -1 || index >= count) {
      throw LoupeException.of("the network has no " + what + " " + index + " of attention")
          .expected("0 to " + (count - 1))
          .got(String.valueOf(index));
    }
  }
}
