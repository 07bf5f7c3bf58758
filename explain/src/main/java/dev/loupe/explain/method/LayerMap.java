package dev.loupe.explain.method;

import dev.loupe.explain.LayerShape;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Probe;
import dev.loupe.explain.Question;
import dev.loupe.explain.Target;
import dev.loupe.explain.Tokens;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// A layer's values of one sample with the gradients of a target for them: what class activation
/// maps are made of.
///
/// @param layer which; of tokens those with a place, at their places
/// @param score the target's value
/// @param values places x channels
/// @param gradients the same
record LayerMap(LayerShape layer, float score, Tensor values, Tensor gradients) {
  /// @param path of the layer; empty for the last one with places
  static LayerMap of(Lens lens, Tensor sample, Target target, String path) {
    Method.check(lens, sample);
    LayerShape layer = layer(lens, path);
    Probe probe = lens.probe(question(lens, target, path));
    probe.aim(target);
    probe.input().copyFrom(sample);
    probe.run();
    LayerShape placed = placed(lens, layer);
    return new LayerMap(
        placed,
        probe.score(0),
        flat(placed, probe.value(layer.path())),
        flat(placed, probe.gradient(layer.path())));
  }

  /// The layer at the places that its tokens are of; as it is, if it has none.
  private static LayerShape placed(Lens lens, LayerShape layer) {
    return lens.attention()
        .filter(t -> t.are(layer.shape()))
        .map(t -> new LayerShape(layer.path(), t.placed(layer.shape().channels())))
        .orElse(layer);
  }

  /// The last rows: learned tokens stand before those with a place.
  private static Tensor flat(LayerShape layer, Tensor values) {
    Tensor rows = Tensor.zeros(Shape.of(layer.places(), layer.shape().channels()));
    int first = values.length() - rows.length();
    for (int i = 0; i < rows.length(); i++) {
      rows.set(i, values.get(first + i));
    }
    return rows;
  }

  /// The last layer with places. Where the answer is read from learned tokens, nothing behind the
  /// last attention tells places apart: then the layer that it reads.
  private static LayerShape usual(Lens lens) {
    LayerShape last = lens.lastSpatial();
    return lens.attention()
        .filter(t -> t.leading() > 0 && t.are(last.shape()))
        .flatMap(Tokens::read)
        .map(lens::layer)
        .orElse(last);
  }

  /// What is asked of a network.
  ///
  /// @param path of the layer; empty for the last one with places
  static Question question(Lens lens, Target target, String path) {
    return Question.layers(1, target, List.of(layer(lens, path).path()));
  }

  /// The layer that is asked for, or the last one with places.
  ///
  /// @throws LoupeException if there is none, or it has no places
  static LayerShape layer(Lens lens, String path) {
    if (path.isEmpty()) {
      return usual(lens);
    }
    LayerShape layer = lens.layer(path);
    int rank = placed(lens, layer).shape().rank();
    if (!layer.spatial() || rank < lens.network().input().rank()) {
      throw LoupeException.of("the layer '" + path + "' has no places to make a map of")
          .expected("a layer of %d axes and channels".formatted(lens.network().input().rank() - 1))
          .got(layer.shape().toString())
          .fix("take an earlier layer, such as '" + usual(lens).path() + "'");
    }
    return layer;
  }

  int places() {
    return layer.places();
  }

  int channels() {
    return layer.shape().channels();
  }

  float value(int place, int channel) {
    return values.get(place * channels() + channel);
  }

  float gradient(int place, int channel) {
    return gradients.get(place * channels() + channel);
  }

  /// What is above 0 of channels added with weights.
  Tensor weighted(double[] weights) {
    Tensor map = Tensor.zeros(Maps.places(layer.shape()));
    for (int i = 0; i < map.length(); i++) {
      double sum = 0;
      for (int c = 0; c < weights.length; c++) {
        sum += weights[c] * value(i, c);
      }
      map.set(i, (float) Math.max(0, sum));
    }
    return map;
  }

  /// The explanation, with the map enlarged to the sample.
  Attribution attribution(Method method, Tensor sample, Target target, Tensor map) {
    Tensor large = Maps.enlarged(map, Maps.places(sample.shape()));
    return Attribution.of(method, target, score, Maps.oneChannel(large), large);
  }
}
