package dev.loupe.explain.attention;

import dev.loupe.explain.Tokens;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// How far tokens look: the mean distance between the place of a token and the places that it looks
/// at, weighted by how much, over all tokens with a place. Small where a head works as a
/// convolution does, and near that of even attention where it sees everything.
///
/// Source: Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021, figure 7 and appendix D.7;
/// Raghu et al., Do Vision Transformers See Like CNNs?, NeurIPS 2021, section 4.
///
/// @param heads of each layer, from the first on, the distance of each head, in places of the input
/// @param even the distance if all places were looked at alike
public record AttentionDistance(double[][] heads, double even) {
  /// Of one sample.
  ///
  /// @param input spatial..., C
  public static AttentionDistance of(Attentions attentions, Shape input) {
    Tokens tokens = attentions.tokens();
    double[][] between = between(tokens.places(), input);
    double even = Arrays.stream(between).flatMapToDouble(Arrays::stream).average().orElse(0);
    double[][] heads =
        attentions.layers().stream()
            .map(layer -> layer(layer, tokens.leading(), between))
            .toArray(double[][]::new);
    return new AttentionDistance(heads, even);
  }

  private static double[] layer(AttentionWeights weights, int first, double[][] between) {
    double[] heads = new double[weights.heads()];
    for (int h = 0; h < heads.length; h++) {
      for (int i = 0; i < between.length; i++) {
        double sum = 0;
        double all = 0;
        for (int j = 0; j < between.length; j++) {
          double weight = weights.get(h, first + i, first + j);
          sum += weight * between[i][j];
          all += weight;
        }
        heads[h] += all > 0 ? sum / all / between.length : 0;
      }
    }
    return heads;
  }

  /// Distances between the centres of all places.
  private static double[][] between(Shape places, Shape input) {
    int count = places.length();
    double[][] distances = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double square = 0;
        int a = i;
        int b = j;
        for (int axis = places.rank() - 1; axis >= 0; axis--) {
          int size = places.size(axis);
          double step = (double) input.size(axis) / size * (a % size - b % size);
          square += step * step;
          a /= size;
          b /= size;
        }
        distances[i][j] = Math.sqrt(square);
      }
    }
    return distances;
  }

  /// The least of a layer's heads.
  public double least(int layer) {
    return Arrays.stream(heads[layer]).min().orElse(0);
  }

  /// The mean of a layer's heads.
  public double mean(int layer) {
    return Arrays.stream(heads[layer]).average().orElse(0);
  }

  /// The greatest of a layer's heads.
  public double most(int layer) {
    return Arrays.stream(heads[layer]).max().orElse(0);
  }

  /// The mean of the same network's distances over some samples.
  public static AttentionDistance mean(List<AttentionDistance> all) {
    AttentionDistance first = all.getFirst();
    double[][] heads = new double[first.heads.length][];
    for (int l = 0; l < heads.length; l++) {
      heads[l] = new double[first.heads[l].length];
      for (int h = 0; h < heads[l].length; h++) {
        for (AttentionDistance one : all) {
          heads[l][h] += one.heads[l][h] / all.size();
        }
      }
    }
    return new AttentionDistance(heads, first.even);
  }
}
