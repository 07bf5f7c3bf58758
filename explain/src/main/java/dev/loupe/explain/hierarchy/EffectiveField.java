package dev.loupe.explain.hierarchy;

import dev.loupe.explain.LayerShape;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Probe;
import dev.loupe.explain.Question;
import dev.loupe.explain.Rule;
import dev.loupe.explain.Target;
import dev.loupe.nn.ReceptiveField;
import dev.loupe.nn.ReceptiveFields;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The part of the input that a layer's central value really depends on: the mean size of its
/// gradients for the input, over noise and over channels.
///
/// Source: Luo, Li, Urtasun and Zemel, Understanding the Effective Receptive Field in Deep
/// Convolutional Neural Networks, NeurIPS 2016.
///
/// @param layer its path
/// @param theoretical what it can depend on at all
/// @param map the mean size of the gradients at each place of the input, their sum 1: spatial...
/// @param deviations the standard deviation of the map along each axis, in places
/// @param share the part of the theoretical area, as far as it lies inside of the input, that four
///     deviations along each axis cover, at most 1
public record EffectiveField(
    String layer, ReceptiveField theoretical, Tensor map, List<Double> deviations, double share) {
  /// How many inputs of noise are usually taken.
  public static final int SAMPLES = 32;

  /// Two deviations on both sides hold 95 % of a bell.
  private static final double SPREAD = 4;

  private static final int BATCH = 16;

  /// Copies the list.
  public EffectiveField {
    deviations = List.copyOf(deviations);
  }

  /// Measures a layer.
  ///
  /// @param samples how many inputs of noise, each with a channel drawn by lot
  /// @throws LoupeException if there is no such layer, or it does not depend on the input
  public static EffectiveField of(Lens lens, String path, int samples, Seed seed) {
    LayerShape layer = lens.layer(path);
    int node = lens.graph().layers().getOrDefault(path, 0);
    ReceptiveField theoretical =
        ReceptiveFields.of(lens.graph())
            .field(node)
            .orElseThrow(() -> LoupeException.of(path + ": the layer does not see the input"));
    Shape input = lens.network().input();
    Shape space = input.range(0, input.rank() - 1);
    double[] sums = new double[space.length()];
    int centre = centre(layer.shape());
    int channels = layer.shape().channels();
    Probe probe =
        lens.probe(Question.input(BATCH, new Target.Neuron(path, centre * channels), Rule.PLAIN));
    for (int from = 0; from < samples; from += BATCH) {
      Seed noise = seed.child("noise").child(from);
      for (int i = 0; i < probe.input().length(); i++) {
        probe.input().set(i, noise.gaussian(i));
      }
      for (int i = 0; i < BATCH; i++) {
        int channel = seed.child("channel").below(from + i, channels);
        probe.aim(i, new Target.Neuron(path, centre * channels + channel));
      }
      probe.run();
      for (int i = 0; i < Math.min(BATCH, samples - from); i++) {
        add(probe.gradient().item(i), sums);
      }
    }
    return of(path, theoretical, layer.shape(), space, sums);
  }

  /// The flat index of the central place.
  static int centre(Shape shape) {
    int at = 0;
    for (int a = 0; a < shape.rank() - 1; a++) {
      at = at * shape.size(a) + shape.size(a) / 2;
    }
    return at;
  }

  /// Each sample counts alike, however large its gradients are.
  private static void add(Tensor gradient, double[] sums) {
    int channels = gradient.shape().channels();
    double total = 0;
    for (int i = 0; i < gradient.length(); i++) {
      total += Math.abs(gradient.get(i));
    }
    for (int i = 0; i < gradient.length() && total > 0; i++) {
      sums[i / channels] += Math.abs(gradient.get(i)) / total;
    }
  }

  private static EffectiveField of(
      String path, ReceptiveField theoretical, Shape layer, Shape space, double[] sums) {
    double total = 0;
    for (double s : sums) {
      total += s;
    }
    Tensor map = Tensor.zeros(space);
    for (int i = 0; i < sums.length && total > 0; i++) {
      map.set(i, (float) (sums[i] / total));
    }
    List<Double> deviations = new ArrayList<>();
    double share = 1;
    int inner = space.length();
    for (int a = 0; a < space.rank(); a++) {
      int size = space.size(a);
      inner /= size;
      double[] line = new double[size];
      for (int i = 0; i < sums.length && total > 0; i++) {
        line[i / inner % size] += sums[i] / total;
      }
      double deviation = deviation(line);
      deviations.add(deviation);
      share *= Math.min(1, SPREAD * deviation / visible(theoretical.axes().get(a), layer, a, size));
    }
    return new EffectiveField(path, theoretical, map, deviations, share);
  }

  /// How much of the field of the central value lies inside of the input.
  private static double visible(ReceptiveField.Axis axis, Shape layer, int a, int size) {
    int place = a < layer.rank() - 1 ? layer.size(a) / 2 : 0;
    double first = Math.max(0, Math.floor(axis.first() + place * axis.stride()));
    double last = Math.min(size - 1.0, Math.ceil(axis.last() + place * axis.stride()));
    return Math.max(1, last - first + 1);
  }

  private static double deviation(double[] line) {
    double mean = 0;
    double sum = 0;
    for (int i = 0; i < line.length; i++) {
      mean += i * line[i];
      sum += line[i];
    }
    double squares = 0;
    for (int i = 0; i < line.length; i++) {
      squares += (i - mean) * (i - mean) * line[i];
    }
    return sum > 0 ? StrictMath.sqrt(squares / sum) : 0;
  }
}
