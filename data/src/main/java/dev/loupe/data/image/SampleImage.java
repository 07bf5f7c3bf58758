package dev.loupe.data.image;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Makes pictures of samples.
public final class SampleImage {
  private SampleImage() {}

  /// A picture of height x width x channels: three channels as colours, any other number as its
  /// first in grey. Values outside 0 to 1 are spread over the sample's own range.
  ///
  /// @throws IllegalArgumentException if the shape is another
  public static Image of(Tensor plane) {
    Shape shape = plane.shape();
    if (shape.rank() != 3) {
      throw new IllegalArgumentException(shape + " is not height x width x channels");
    }
    int channels = shape.channels() == 3 ? 3 : 1;
    float[] range = SampleDrawing.range(plane, 0, 1);
    Image image = Image.black(shape.size(1), shape.size(0), channels);
    for (int i = 0; i < shape.rows(); i++) {
      for (int c = 0; c < channels; c++) {
        float value = (plane.get(i * shape.channels() + c) - range[0]) / (range[1] - range[0]);
        image.pixels()[i * channels + c] = (byte) Math.clamp(Math.round(value * 255), 0, 255);
      }
    }
    return image;
  }

  /// The slice in the middle of a volume, or the picture itself.
  ///
  /// @param sample of at least height x width x channels
  public static Tensor middle(Tensor sample) {
    Tensor plane = sample;
    while (plane.shape().rank() > 3) {
      plane = plane.item(plane.shape().size(0) / 2);
    }
    return plane;
  }
}
