package dev.loupe.explain.attention;

import dev.loupe.explain.AttentionLayer;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Probe;
import dev.loupe.explain.Question;
import dev.loupe.explain.Target;
import dev.loupe.explain.Tokens;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How much the tokens of one sample look at each other, in all layers of a network.
///
/// Maps are of places: what is looked at of learned tokens, such as the class token, is left out.
///
/// @param tokens which
/// @param layers from the first on
/// @param answer the part of the answer that is read from each token behind the last layer, which
///     sums to 1: all from the class token, or as the network weighs them, or the mean
public record Attentions(Tokens tokens, List<AttentionWeights> layers, Tensor answer) {
  /// Copies the list.
  public Attentions {
    layers = List.copyOf(layers);
  }

  /// Those of one sample.
  ///
  /// @param sample spatial..., C, as the network takes it
  /// @throws LoupeException if the network has no attention
  public static Attentions of(Lens lens, Tensor sample) {
    Tokens tokens = lens.tokens();
    List<String> names = new ArrayList<>();
    for (AttentionLayer layer : tokens.attentions()) {
      names.add(
          switch (layer) {
            case AttentionLayer.Fused f -> f.read();
            case AttentionLayer.Written w -> w.weights();
          });
    }
    tokens.pooling().ifPresent(names::add);
    Map<String, Tensor> values = lens.values(sample.reshape(sample.shape().prepend(1)), names);
    List<Tensor> read = names.stream().map(n -> values.getOrDefault(n, sample).item(0)).toList();
    List<AttentionWeights> layers = new ArrayList<>();
    for (int i = 0; i < tokens.attentions().size(); i++) {
      layers.add(weights(tokens.attentions().get(i), read.get(i)));
    }
    Tensor answer =
        tokens.pooling().isPresent()
            ? read.getLast().reshape(Shape.of(tokens.count()))
            : even(tokens);
    return new Attentions(tokens, layers, answer);
  }

  private static AttentionWeights weights(AttentionLayer layer, Tensor read) {
    return switch (layer) {
      case AttentionLayer.Fused f -> AttentionWeights.of(read, f.heads());
      case AttentionLayer.Written w -> new AttentionWeights(read);
    };
  }

  /// Of the learned tokens each has the same part; without one, all tokens have.
  private static Tensor even(Tokens tokens) {
    int some = tokens.leading() == 0 ? tokens.count() : tokens.leading();
    Tensor parts = Tensor.zeros(Shape.of(tokens.count()));
    for (int i = 0; i < some; i++) {
      parts.set(i, 1f / some);
    }
    return parts;
  }

  /// Attention rollout: what could reach the answer from each place, through all layers.
  ///
  /// Source: Abnar and Zuidema, Quantifying Attention Flow in Transformers, ACL 2020, section 3.
  ///
  /// @return places...
  public Tensor rollout() {
    return places(AttentionFlow.rollout(layers, answer));
  }

  /// How much one head of a layer looks at each place, from where the answer is read.
  ///
  /// @param layer from 0
  /// @param head from 0
  /// @return places...
  public Tensor map(int layer, int head) {
    AttentionWeights weights = layers.get(layer);
    Tensor row = Tensor.zeros(Shape.of(tokens.count()));
    for (int j = 0; j < row.length(); j++) {
      double sum = 0;
      for (int i = 0; i < row.length(); i++) {
        sum += (double) answer.get(i) * weights.get(head, i, j);
      }
      row.set(j, (float) sum);
    }
    return places(row);
  }

  /// The mean of a layer's heads.
  ///
  /// @param layer from 0
  /// @return places...
  public Tensor map(int layer) {
    Tensor mean = Tensor.zeros(tokens.places());
    int heads = layers.get(layer).heads();
    for (int h = 0; h < heads; h++) {
      Tensor one = map(layer, h);
      for (int i = 0; i < mean.length(); i++) {
        mean.set(i, mean.get(i) + one.get(i) / heads);
      }
    }
    return mean;
  }

  /// Attention weighted by the gradient of a target: what of it speaks for the target.
  ///
  /// Source: Chefer et al., Generic Attention-model Explainability, ICCV 2021, section 3.
  ///
  /// @param sample the one that these are of
  /// @return places...
  public Tensor relevance(Lens lens, Tensor sample, Target target) {
    List<String> names = new ArrayList<>();
    for (AttentionLayer layer : tokens.attentions()) {
      switch (layer) {
        case AttentionLayer.Fused f -> names.addAll(List.of(f.read(), f.given()));
        case AttentionLayer.Written w -> names.add(w.weights());
      }
    }
    Probe probe = lens.probe(Question.layers(1, target, names));
    probe.aim(target);
    probe.input().copyFrom(sample);
    probe.run();
    List<Tensor> gradients = new ArrayList<>();
    for (AttentionLayer layer : tokens.attentions()) {
      gradients.add(
          switch (layer) {
            case AttentionLayer.Fused f ->
                AttentionWeights.gradient(
                    probe.value(f.read()).item(0), probe.gradient(f.given()).item(0), f.heads());
            case AttentionLayer.Written w -> probe.gradient(w.weights()).item(0);
          });
    }
    return places(AttentionFlow.relevance(layers, gradients, answer));
  }

  private Tensor places(Tensor row) {
    Tensor map = Tensor.zeros(tokens.places());
    for (int i = 0; i < map.length(); i++) {
      map.set(i, row.get(tokens.leading() + i));
    }
    return map;
  }
}
