package dev.loupe.nn;

import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.op.OptimiserStep;
import dev.loupe.tensor.LoupeException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A factor on the learning rate of the parameters under a path: layers that were learned before
/// move less than a new one.
///
/// Of several that apply to a parameter, the one with the longest path counts alone. As in
/// PyTorch's parameter groups, the decay of weights is scaled too. Source: Howard and Ruder,
/// Universal Language Model Fine-tuning, ACL 2018, 3.1.
///
/// @param path of a layer or parameter, such as `layer1` or `layer1.0.conv1.weight`; empty for the
///     whole network
/// @param factor above 0
public record RateFactor(String path, float factor) {
  /// Checks the factor.
  ///
  /// @throws LoupeException if it is not above 0
  public RateFactor {
    OptimiserStep.checkRate(factor);
  }

  /// What the learning rate of a parameter is multiplied by: 1 where no path leads to it.
  static float of(String parameter, List<RateFactor> factors) {
    float factor = 1;
    int longest = -1;
    for (RateFactor f : factors) {
      if (isUnder(parameter, f.path) && f.path.length() > longest) {
        factor = f.factor;
        longest = f.path.length();
      }
    }
    return factor;
  }

  /// Refuses two factors for one path.
  ///
  /// @throws LoupeException if there are two
  static void checkUnique(List<RateFactor> factors) {
    Set<String> paths = new HashSet<>();
    for (RateFactor f : factors) {
      if (!paths.add(f.path)) {
        throw LoupeException.of("there are two factors on the learning rate of '" + f.path + "'")
            .expected("one for each path")
            .got(factors.toString());
      }
    }
  }

  /// Refuses a path under which no parameter is learned.
  ///
  /// @param layers the paths of all layers
  /// @throws LoupeException if there is one, with the layers that learn
  static void checkPaths(
      List<RateFactor> factors, List<Variable> variables, Collection<String> layers) {
    for (RateFactor f : factors) {
      if (!learns(f.path, variables)) {
        List<String> known = layers.stream().filter(l -> learns(l, variables)).toList();
        throw LoupeException.unknown("layer with a factor on its learning rate", f.path, known);
      }
    }
  }

  private static boolean learns(String path, List<Variable> variables) {
    return variables.stream().anyMatch(v -> v.role().trainable() && isUnder(v.path(), path));
  }

  private static boolean isUnder(String parameter, String path) {
    return path.isEmpty() || Scope.isUnder(parameter, List.of(path));
  }

  @Override
  public String toString() {
    return path + "=" + factor;
  }
}
