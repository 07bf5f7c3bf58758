package dev.loupe.explain.quality;

import dev.loupe.explain.method.Attribution;
import java.util.List;

/// How far several explanations of one sample agree about which places matter.
///
/// @param methods their names, in order
/// @param correlations rank correlations, row by row; 1 on the diagonal
public record Agreement(List<String> methods, double[][] correlations) {
  /// Copies the list.
  public Agreement {
    methods = List.copyOf(methods);
  }

  /// Compares all with all.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the maps have different sizes
  public static Agreement of(List<Attribution> explanations) {
    int n = explanations.size();
    double[][] correlations = new double[n][n];
    for (int i = 0; i < n; i++) {
      correlations[i][i] = 1;
      for (int j = 0; j < i; j++) {
        double c = Spearman.correlation(explanations.get(i).map(), explanations.get(j).map());
        correlations[i][j] = c;
        correlations[j][i] = c;
      }
    }
    return new Agreement(explanations.stream().map(e -> e.method().name()).toList(), correlations);
  }
}
