package dev.loupe.data.image;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// Makes pictures of samples and of what layers make of them.
public final class SampleImage {
  private static final int CURVE_HEIGHT = 64;
  private static final int CURVE_WIDTH = 128;

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
    float[] range = SampleDrawing.range(plane, 0, 1);
    return of(plane, range[0], range[1]);
  }

  /// Height x width x channels: three channels as red, green and blue, else the first in grey.
  ///
  /// @param low what is black
  /// @param high what is white
  public static Image of(Tensor values, double low, double high) {
    Shape shape = values.shape();
    int all = shape.channels();
    int channels = all == 3 ? 3 : 1;
    Image image = Image.black(shape.size(1), shape.size(0), channels);
    double scale = high > low ? 255 / (high - low) : 0;
    for (int i = 0; i < shape.rows(); i++) {
      for (int c = 0; c < channels; c++) {
        long value = Math.round((values.get(i * all + c) - low) * scale);
        image.pixels()[i * channels + c] = (byte) Math.clamp(value, 0, 255);
      }
    }
    return image;
  }

  /// One channel of a layer's value for one sample, drawn by [#spread].
  ///
  /// @param value spatial..., channels
  public static Image channel(Tensor value, int channel) {
    Shape shape = value.shape();
    Tensor one = Tensor.zeros(shape.with(-1, 1));
    for (int i = 0; i < one.length(); i++) {
      one.set(i, value.get(i * shape.channels() + channel));
    }
    return spread(one);
  }

  /// A sample from its least value (black) to its greatest: of volumes the middle slice, of signals
  /// a curve.
  ///
  /// @param sample spatial..., channels
  public static Image spread(Tensor sample) {
    Tensor plane = middle(sample);
    if (plane.shape().rank() < 3) {
      return curve(plane);
    }
    float[] range = range(plane);
    return of(plane, range[0], range[1]);
  }

  /// The first channel of length x channels as a dark curve on white.
  public static Image curve(Tensor signal) {
    int length = signal.shape().size(0);
    int channels = signal.length() / length;
    double low = Float.MAX_VALUE;
    double high = -Float.MAX_VALUE;
    for (int i = 0; i < length; i++) {
      low = Math.min(low, signal.get(i * channels));
      high = Math.max(high, signal.get(i * channels));
    }
    return curve(signal, low, high);
  }

  /// The same with a given range of values; what lies beyond goes along the edge.
  ///
  /// @param low the value at the bottom
  /// @param high the value at the top
  public static Image curve(Tensor signal, double low, double high) {
    int length = signal.shape().size(0);
    int channels = signal.length() / length;
    Image image = Image.black(CURVE_WIDTH, CURVE_HEIGHT, 1);
    Arrays.fill(image.pixels(), (byte) 0xFF);
    int before = -1;
    for (int x = 0; x < CURVE_WIDTH; x++) {
      double place = (double) x * (length - 1) / (CURVE_WIDTH - 1);
      int at = Math.min((int) place, Math.max(0, length - 2));
      double first = signal.get(at * channels);
      double second = length > 1 ? signal.get((at + 1) * channels) : first;
      double value = first + (second - first) * (place - at);
      double share = high > low ? (value - low) / (high - low) : 0.5;
      int y = (int) Math.round((CURVE_HEIGHT - 5) * (1 - Math.clamp(share, 0, 1))) + 2;
      int from = before < 0 ? y : Math.min(before, y);
      int to = before < 0 ? y : Math.max(before, y);
      for (int row = from; row <= to; row++) {
        image.pixels()[row * CURVE_WIDTH + x] = 0;
      }
      before = y;
    }
    return image;
  }

  private static float[] range(Tensor values) {
    return SampleDrawing.range(values, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
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
