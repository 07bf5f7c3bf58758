package dev.loupe.explain.similarity;

import dev.loupe.data.Dataset;
import dev.loupe.explain.LayerShape;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.filter.Sight;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The samples of a dataset as a network sees them shortly before it decides.
///
/// @param layer whose values they are; of a layer with places their means
/// @param values samples x features, each row of length 1
/// @param labels the class of each sample
public record Embeddings(String layer, Tensor values, int[] labels) {
  private static final int AT_ONCE = 64;

  /// Copies the labels.
  public Embeddings {
    labels = labels.clone();
  }

  /// A sample beside another one.
  ///
  /// @param sample its index
  /// @param cosine of the angle between the two, -1 to 1
  public record Neighbour(int sample, double cosine) {}

  /// The layer that is usually embedded: the last before the last layer with weights, a dense one
  /// or a convolution.
  ///
  /// @throws LoupeException if the network has one layer only
  public static LayerShape layer(Lens lens) {
    Graph graph = lens.graph();
    int end = -1;
    for (Node n : graph.nodes()) {
      if (n.op() instanceof MatrixMultiply || n.op() instanceof Convolution) {
        end = n.inputs().getFirst();
      }
    }
    int last = end;
    return lens.layers().stream()
        .filter(l -> graph.layers().getOrDefault(l.path(), Integer.MAX_VALUE) <= last)
        .max(Comparator.comparingInt(l -> graph.layers().getOrDefault(l.path(), 0)))
        .orElseThrow(
            () ->
                LoupeException.of("the network has nothing before its last layer")
                    .expected("at least two layers"));
  }

  /// Reads the first samples of a dataset.
  ///
  /// @param samples how many at most
  /// @throws LoupeException if the samples don't fit the network, or there is no such layer
  public static Embeddings of(
      Sight sight, String layer, Dataset data, int samples, Progress progress) {
    sight.check(data);
    int n = Math.min(samples, data.size());
    int channels = sight.lens().layer(layer).shape().channels();
    Tensor values = Tensor.zeros(Shape.of(n, channels));
    int[] labels = new int[n];
    for (int from = 0; from < n; from += AT_ONCE) {
      int count = Math.min(AT_ONCE, n - from);
      Tensor batch = sight.normalised(sight.read(data, from, count));
      Tensor found = sight.lens().value(batch, layer);
      for (int i = 0; i < count; i++) {
        write(found.item(i), values.item(from + i));
        labels[from + i] = data.label(from + i);
      }
      progress.at(from + count, n);
    }
    return new Embeddings(layer, values, labels);
  }

  private static void write(Tensor value, Tensor row) {
    int channels = row.length();
    double[] sums = new double[channels];
    for (int i = 0; i < value.length(); i++) {
      sums[i % channels] += value.get(i);
    }
    double squares = 0;
    for (double s : sums) {
      squares += s * s;
    }
    double length = StrictMath.sqrt(squares);
    for (int c = 0; c < channels && length > 0; c++) {
      row.set(c, (float) (sums[c] / length));
    }
  }

  /// How many samples there are.
  public int size() {
    return labels.length;
  }

  /// The samples nearest to one, itself left out, the nearest first.
  ///
  /// @param sample its index
  /// @param count how many
  public List<Neighbour> neighbours(int sample, int count) {
    List<Neighbour> all = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      if (i != sample) {
        all.add(new Neighbour(i, cosine(sample, i)));
      }
    }
    all.sort(Comparator.comparingDouble((Neighbour x) -> -x.cosine()));
    return List.copyOf(all.subList(0, Math.min(count, all.size())));
  }

  /// The share of samples whose nearest neighbour is of their class.
  public double agreement() {
    return IntStream.range(0, size()).filter(i -> labels[nearest(i)] == labels[i]).count()
        / (double) size();
  }

  private int nearest(int sample) {
    int best = sample == 0 ? 1 : 0;
    double most = -2;
    for (int i = 0; i < size(); i++) {
      double cosine = i == sample ? -2 : cosine(sample, i);
      if (cosine > most) {
        most = cosine;
        best = i;
      }
    }
    return best;
  }

  private double cosine(int a, int b) {
    int features = values.shape().channels();
    double sum = 0;
    for (int f = 0; f < features; f++) {
      sum += (double) values.get(a * features + f) * values.get(b * features + f);
    }
    return sum;
  }
}
