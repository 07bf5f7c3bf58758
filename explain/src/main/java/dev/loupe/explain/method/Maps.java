package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Scores;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// From values to one number a place, and from few places to many.
final class Maps {
  private Maps() {}

  /// The shape of the places of a sample. Of features without places each is one.
  static Shape places(Shape sample) {
    return sample.rank() == 1 ? sample : sample.range(0, sample.rank() - 1);
  }

  /// The sum over the channels of each place.
  static Tensor sum(Tensor values) {
    Tensor map = Tensor.zeros(places(values.shape()));
    int channels = values.length() / map.length();
    for (int i = 0; i < map.length(); i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += values.get(i * channels + c);
      }
      map.set(i, (float) sum);
    }
    return map;
  }

  /// The largest magnitude among the channels of each place: Simonyan et al., 2014, section 3.1.
  static Tensor largest(Tensor values) {
    Tensor map = Tensor.zeros(places(values.shape()));
    int channels = values.length() / map.length();
    for (int i = 0; i < map.length(); i++) {
      float most = 0;
      for (int c = 0; c < channels; c++) {
        most = Math.max(most, Math.abs(values.get(i * channels + c)));
      }
      map.set(i, most);
    }
    return map;
  }

  /// A map brought to another size, linearly along each axis between the centres of its places;
  /// beyond the outermost centres values stay as they are there.
  static Tensor resize(Tensor map, Shape size) {
    Tensor result = map;
    for (int axis = 0; axis < size.rank(); axis++) {
      result = along(result, axis, size.size(axis));
    }
    return result;
  }

  /// The map of a layer brought to the places of a sample. Of axes that the sample lacks, such as
  /// the bands of a spectrogram that the network makes of a wave, it is the mean.
  static Tensor enlarged(Tensor map, Shape size) {
    Tensor own = map;
    while (own.shape().rank() > size.rank()) {
      float many = own.shape().channels();
      own = sum(own);
      for (int i = 0; i < own.length(); i++) {
        own.set(i, own.get(i) / many);
      }
    }
    return resize(own, size);
  }

  private static Tensor along(Tensor map, int axis, int size) {
    int[] sizes = map.shape().sizes();
    int old = sizes[axis];
    if (old == size) {
      return map;
    }
    sizes[axis] = size;
    Tensor result = Tensor.zeros(Shape.of(sizes));
    int inner = map.shape().range(axis + 1, sizes.length).length();
    int outer = result.length() / size / inner;
    for (int i = 0; i < size; i++) {
      double at = Math.clamp((i + 0.5) * old / size - 0.5, 0, old - 1);
      int low = (int) at;
      int high = Math.min(low + 1, old - 1);
      float part = (float) (at - low);
      for (int o = 0; o < outer; o++) {
        for (int k = 0; k < inner; k++) {
          float a = map.get((o * old + low) * inner + k);
          float b = map.get((o * old + high) * inner + k);
          result.set((o * size + i) * inner + k, a + part * (b - a));
        }
      }
    }
    return result;
  }

  /// The explanation by a map of the places of tokens, enlarged to the sample.
  static Attribution ofTokens(
      Method method, Lens lens, Tensor sample, Target target, Tensor places) {
    Tensor large = resize(places, places(sample.shape()));
    float score = Scores.of(lens, sample, target);
    return Attribution.of(method, target, score, oneChannel(large), large);
  }

  /// The map as values of one channel.
  static Tensor oneChannel(Tensor map) {
    int[] sizes = java.util.Arrays.copyOf(map.shape().sizes(), map.shape().rank() + 1);
    sizes[sizes.length - 1] = 1;
    return map.reshape(Shape.of(sizes));
  }
}
