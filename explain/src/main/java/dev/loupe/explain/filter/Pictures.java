package dev.loupe.explain.filter;

import dev.loupe.data.image.Filter;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.Resize;
import dev.loupe.explain.page.ColourMap;
import dev.loupe.explain.page.Overlay;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// Draws values: planes in grey or in colours, signed ones in blue and red, signals as curves, and
/// many pictures side by side.
public final class Pictures {
  private static final int PAPER = 0xFF;
  private static final int CURVE_HEIGHT = 64;
  private static final int CURVE_WIDTH = 128;

  private Pictures() {}

  /// A sample as it was read: pictures as they are, signals as a curve, volumes as their middle
  /// slice.
  public static Image sample(Sight sight, Tensor sample) {
    Tensor plane = sample;
    while (plane.shape().rank() > 3) {
      plane = plane.item(plane.shape().size(0) / 2);
    }
    if (plane.shape().rank() < 3) {
      return curve(plane);
    }
    Image image =
        plane(plane, sight.pictures() ? 0 : least(plane), sight.pictures() ? 1 : most(plane));
    return sight.blueFirst() ? image.bgr() : image;
  }

  /// Height x width x channels: three channels as red, green and blue, else the first in grey.
  ///
  /// @param low what is black
  /// @param high what is white
  public static Image plane(Tensor values, double low, double high) {
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

  /// One channel of a layer's value for one sample, from its least value (black) to its greatest.
  /// Of volumes the middle slice; of signals a curve.
  ///
  /// @param value spatial..., channels
  public static Image channel(Tensor value, int channel) {
    Shape shape = value.shape();
    Tensor one = Tensor.zeros(shape.with(-1, 1));
    for (int i = 0; i < one.length(); i++) {
      one.set(i, value.get(i * shape.channels() + channel));
    }
    while (one.shape().rank() > 3) {
      one = one.item(one.shape().size(0) / 2);
    }
    return one.shape().rank() < 3 ? curve(one) : plane(one, least(one), most(one));
  }

  /// Height x width: below 0 and above 0 in two colours, 0 in white.
  public static Image signed(Tensor values) {
    double most = Math.max(Overlay.most(values), Float.MIN_NORMAL);
    return Overlay.map(values, ColourMap.DIVERGING, -most, most);
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
    Image image = Image.black(CURVE_WIDTH, CURVE_HEIGHT, 1);
    java.util.Arrays.fill(image.pixels(), (byte) PAPER);
    int before = -1;
    for (int x = 0; x < CURVE_WIDTH; x++) {
      double place = (double) x * (length - 1) / (CURVE_WIDTH - 1);
      int at = Math.min((int) place, Math.max(0, length - 2));
      double first = signal.get(at * channels);
      double second = length > 1 ? signal.get((at + 1) * channels) : first;
      double value = first + (second - first) * (place - at);
      double share = high > low ? (value - low) / (high - low) : 0.5;
      int y = (int) Math.round((CURVE_HEIGHT - 5) * (1 - share)) + 2;
      int from = before < 0 ? y : Math.min(before, y);
      int to = before < 0 ? y : Math.max(before, y);
      for (int row = from; row <= to; row++) {
        image.pixels()[row * CURVE_WIDTH + x] = 0;
      }
      before = y;
    }
    return image;
  }

  /// A picture enlarged by a whole factor, so that its longer side comes near a length; larger
  /// ones are reduced to it.
  public static Image sized(Image image, int length) {
    int longer = Math.max(image.width(), image.height());
    int factor = length / longer;
    if (factor >= 1) {
      return Resize.to(image, image.width() * factor, image.height() * factor, Filter.NEAREST);
    }
    int width = Math.max(1, image.width() * length / longer);
    int height = Math.max(1, image.height() * length / longer);
    return Resize.to(image, width, height, Filter.BILINEAR);
  }

  /// A place left free in a [#mosaic].
  public static Image nothing() {
    return new Image(1, 1, 1, new byte[] {(byte) PAPER});
  }

  /// Pictures in rows on white, each in a cell as large as the largest.
  public static Image mosaic(List<Image> images, int columns, int gap) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("there are no pictures to put side by side");
    }
    int width = images.stream().mapToInt(Image::width).max().orElse(1);
    int height = images.stream().mapToInt(Image::height).max().orElse(1);
    int across = Math.min(columns, images.size());
    int down = (images.size() + across - 1) / across;
    Image all = Image.black(across * (width + gap) + gap, down * (height + gap) + gap, 3);
    java.util.Arrays.fill(all.pixels(), (byte) PAPER);
    for (int i = 0; i < images.size(); i++) {
      Image one = images.get(i).rgb();
      int left = gap + i % across * (width + gap);
      int top = gap + i / across * (height + gap);
      for (int y = 0; y < one.height(); y++) {
        System.arraycopy(
            one.pixels(),
            3 * y * one.width(),
            all.pixels(),
            3 * ((top + y) * all.width() + left),
            3 * one.width());
      }
    }
    return all;
  }

  static float least(Tensor values) {
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < values.length(); i++) {
      least = Math.min(least, values.get(i));
    }
    return least;
  }

  static float most(Tensor values) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length(); i++) {
      most = Math.max(most, values.get(i));
    }
    return most;
  }
}
