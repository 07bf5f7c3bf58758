package dev.loupe.explain.filter;

import dev.loupe.data.Dataset;
import dev.loupe.data.Normalise;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.SampleImage;
import dev.loupe.explain.Lens;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// A network together with what is done to samples before it sees them.
///
/// @param lens on the network
/// @param normalise from samples as they are read to samples as the network takes them
/// @param blueFirst whether the three channels of pictures are blue, green, red
public record Sight(Lens lens, Normalise normalise, boolean blueFirst) {
  /// The shape of a sample: spatial..., channels.
  public Shape shape() {
    return lens.network().input();
  }

  /// Whether samples are pictures: two axes, and one channel or three.
  public boolean pictures() {
    return shape().rank() == 3 && (shape().channels() == 1 || shape().channels() == 3);
  }

  /// A sample as it is read, as a picture: signals as a curve, volumes as their middle slice.
  public Image drawn(Tensor sample) {
    Image image = pictures() ? SampleImage.of(sample, 0, 1) : SampleImage.spread(sample);
    return blueFirst ? image.bgr() : image;
  }

  /// Samples as they are read, as the network takes them.
  ///
  /// @param samples N, spatial..., C
  public Tensor normalised(Tensor samples) {
    Tensor all = Tensor.zeros(samples.shape());
    for (int i = 0; i < samples.shape().size(0); i++) {
      normalise.apply(Seed.of(0), samples.item(i), all.item(i));
    }
    return all;
  }

  /// A sample as it was read, from what the network takes.
  public Tensor original(Tensor normalised) {
    Tensor sample = Tensor.zeros(normalised.shape());
    int channels = normalised.shape().channels();
    for (int i = 0; i < sample.length(); i++) {
      int c = i % channels;
      sample.set(i, normalised.get(i) * normalise.deviation()[c] + normalise.mean()[c]);
    }
    return sample;
  }

  /// Some samples of a dataset as they are read.
  ///
  /// @param from the first
  /// @param count how many
  public Tensor read(Dataset data, int from, int count) {
    Tensor samples = Tensor.zeros(shape().prepend(count));
    for (int i = 0; i < count; i++) {
      data.read(from + i, samples.item(i));
    }
    return samples;
  }

  /// Sees that the samples of a dataset fit the network.
  ///
  /// @throws LoupeException if not
  public void check(Dataset data) {
    if (!data.shape().equals(shape())) {
      throw LoupeException.of("the data does not fit the network")
          .expected("samples of " + shape())
          .got("samples of " + data.shape());
    }
  }
}
