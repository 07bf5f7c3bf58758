package dev.loupe.explain.quality;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Target;
import dev.loupe.explain.method.Method;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Variable;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Whether a method depends on what the network has learned: the weights are destroyed, layer by
/// layer from the last to the first, and the maps compared with those of the whole network. A map
/// that stays as it is shows the sample and not the network.
///
/// Destroyed means shuffled within each parameter, so that sizes and signs stay as common as they
/// were.
///
/// Source: Adebayo et al., Sanity Checks for Saliency Maps, NeurIPS 2018, section 3.1: cascading
/// randomisation, rank correlation of magnitudes.
///
/// @param method what was checked
/// @param stages from the whole network to one without any learned weight
public record SanityCheck(Method method, List<Stage> stages) {
  /// The correlation that a map may keep when the last third of the layers is destroyed: a rule of
  /// thumb.
  public static final double LIMIT = 0.5;

  // A little less than a third: parts are fractions of few layers.
  private static final double THIRD = 0.33;

  /// Copies the list.
  public SanityCheck {
    stages = List.copyOf(stages);
  }

  /// The maps of a network whose last layers are destroyed.
  ///
  /// @param layer the first of the destroyed layers
  /// @param part how much of the layers that is
  /// @param correlation with the maps of the whole network, mean over the samples
  public record Stage(String layer, double part, double correlation) {}

  /// Checks a method on some samples.
  ///
  /// @param samples with their targets, as the network takes them
  /// @param most how many stages at most
  /// @param seed of the shuffling
  /// @throws LoupeException if there is no sample, or the network has no weights
  public static SanityCheck of(
      Lens lens, Method method, List<Case> samples, int most, Seed seed, Progress progress) {
    List<Map.Entry<String, List<Variable>>> layers = layers(lens);
    if (layers.isEmpty() || samples.isEmpty()) {
      throw LoupeException.of("there is nothing to check")
          .expected("a network with weights, and at least one sample")
          .got(layers.size() + " layers with weights, " + samples.size() + " samples");
    }
    List<Tensor> whole = maps(lens, method, samples);
    Parameters parameters = Parameters.of(lens.graph(), ParameterSource.copyOf(lens.parameters()));
    Lens broken = lens.with(parameters);
    int count = Math.min(most, layers.size());
    int kept = layers.size();
    List<Stage> stages = new ArrayList<>();
    for (int s = 1; s <= count; s++) {
      int from = layers.size() - Math.ceilDiv(layers.size() * s, count);
      for (; kept > from; kept--) {
        for (Variable v : layers.get(kept - 1).getValue()) {
          shuffle(parameters.tensor(v.path()), seed.child(v.path()));
        }
      }
      parameters.touch();
      List<Tensor> now = maps(broken, method, samples);
      double sum = 0;
      for (int i = 0; i < now.size(); i++) {
        sum += Spearman.correlation(whole.get(i), now.get(i));
      }
      double part = (double) (layers.size() - from) / layers.size();
      stages.add(new Stage(layers.get(from).getKey(), part, sum / now.size()));
      progress.at(s, count);
    }
    return new SanityCheck(method, stages);
  }

  /// A sample and what is explained of it.
  ///
  /// @param sample spatial..., C, as the network takes it
  /// @param target what
  public record Case(Tensor sample, Target target) {}

  /// The correlation that is left when the last third of the layers, or a little more, is
  /// destroyed.
  public double left() {
    return stages.stream()
        .filter(s -> s.part() >= THIRD)
        .findFirst()
        .map(Stage::correlation)
        .orElse(1.0);
  }

  /// Whether the maps change as they should.
  public boolean passed() {
    return Math.abs(left()) < LIMIT;
  }

  private static List<Tensor> maps(Lens lens, Method method, List<Case> samples) {
    return samples.stream().map(c -> method.explain(lens, c.sample(), c.target()).map()).toList();
  }

  /// The variables of each layer, in the order of the network.
  private static List<Map.Entry<String, List<Variable>>> layers(Lens lens) {
    Map<String, List<Variable>> layers = new LinkedHashMap<>();
    for (Variable v : lens.graph().variables()) {
      int dot = v.path().lastIndexOf('.');
      String layer = dot < 0 ? v.path() : v.path().substring(0, dot);
      layers.computeIfAbsent(layer, k -> new ArrayList<>()).add(v);
    }
    return List.copyOf(layers.entrySet());
  }

  private static void shuffle(Tensor values, Seed seed) {
    float[] old = values.toArray();
    int[] order = seed.permutation(old.length);
    for (int i = 0; i < old.length; i++) {
      values.set(i, old[order[i]]);
    }
  }
}
