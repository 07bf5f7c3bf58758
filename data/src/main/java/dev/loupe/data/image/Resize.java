package dev.loupe.data.image;

import java.util.Arrays;

/// Resizes pictures with antialiasing, to the very pixels that Pillow's `Image.resize` gives.
///
/// Each output pixel is a weighted mean of the input pixels below the filter, whose width grows
/// with the reduction. Weights are rounded to 22 binary places, columns are resized before rows,
/// and each of the two passes rounds to 8 bits.
///
/// Source: Pillow's documented behaviour (`Image.resize` without `reducing_gap`), checked against
/// its output; torchvision's `Resize` and `CenterCrop` for the rounding of sizes.
public final class Resize {
  private static final int BITS = 22;

  private Resize() {}

  /// Resizes to a size, whatever the proportions.
  ///
  /// @throws IllegalArgumentException if a size is below 1
  public static Image to(Image image, int width, int height, Filter filter) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture can't be resized to " + width + "x" + height);
    }
    if (filter == Filter.NEAREST) {
      return nearest(image, width, height);
    }
    Image wide = width == image.width() ? image : columns(image, width, filter);
    return height == image.height() ? wide : rows(wide, height, filter);
  }

  /// Resizes so that the shorter side has a length, as torchvision's `Resize(length)`.
  ///
  /// The longer side keeps the proportions, rounded down.
  public static Image shortSide(Image image, int length, Filter filter) {
    return cover(image, length, length, filter);
  }

  /// Resizes to the smallest picture of the same proportions that covers a size.
  ///
  /// One side fits; the other is as long or longer, rounded down.
  public static Image cover(Image image, int width, int height, Filter filter) {
    boolean tall = (long) image.width() * height <= (long) image.height() * width;
    int coverWidth = tall ? width : scaled(height, image.width(), image.height());
    int coverHeight = tall ? scaled(width, image.height(), image.width()) : height;
    return to(image, coverWidth, coverHeight, filter);
  }

  /// Resizes to the largest picture of the same proportions that fits into a size, and puts it in
  /// the middle of a black one (letterbox).
  public static Image fit(Image image, int width, int height, Filter filter) {
    boolean tall = (long) image.width() * height <= (long) image.height() * width;
    int fitWidth = tall ? Math.max(1, scaled(height, image.width(), image.height())) : width;
    int fitHeight = tall ? height : Math.max(1, scaled(width, image.height(), image.width()));
    Image small = to(image, fitWidth, fitHeight, filter);
    Image boxed = Image.black(width, height, image.channels());
    int left = (width - fitWidth) / 2;
    int top = (height - fitHeight) / 2;
    int length = fitWidth * image.channels();
    for (int y = 0; y < fitHeight; y++) {
      int to = ((top + y) * width + left) * image.channels();
      System.arraycopy(small.pixels(), y * length, boxed.pixels(), to, length);
    }
    return boxed;
  }

  private static int scaled(int length, int numerator, int denominator) {
    return Math.toIntExact((long) length * numerator / denominator);
  }

  private static Image nearest(Image image, int width, int height) {
    if (width == image.width() && height == image.height()) {
      return image;
    }
    int channels = image.channels();
    int[] fromX = nearest(image.width(), width);
    int[] fromY = nearest(image.height(), height);
    Image resized = Image.black(width, height, channels);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = (fromY[y] * image.width() + fromX[x]) * channels;
        System.arraycopy(
            image.pixels(), from, resized.pixels(), (y * width + x) * channels, channels);
      }
    }
    return resized;
  }

  /// Which pixel is nearest; the place is a running sum, so that it rounds as Pillow's does.
  private static int[] nearest(int from, int to) {
    double scale = (double) from / to;
    double place = scale * 0.5;
    int[] indices = new int[to];
    for (int i = 0; i < to; i++) {
      indices[i] = Math.min(from - 1, (int) place);
      place += scale;
    }
    return indices;
  }

  private static Image columns(Image image, int width, Filter filter) {
    Weights weights = Weights.of(image.width(), width, filter);
    Image resized = Image.black(width, image.height(), image.channels());
    for (int y = 0; y < image.height(); y++) {
      int in = y * image.width() * image.channels();
      int out = y * width * image.channels();
      if (image.channels() == 3) {
        colourRow(image.pixels(), in, resized.pixels(), out, weights);
      } else {
        greyRow(image.pixels(), in, resized.pixels(), out, weights);
      }
    }
    return resized;
  }

  private static void greyRow(byte[] in, int inStart, byte[] out, int outStart, Weights weights) {
    int[] values = weights.values;
    for (int x = 0; x < weights.first.length; x++) {
      int from = inStart + weights.first[x];
      int weight = x * weights.most;
      int sum = 1 << (BITS - 1);
      for (int k = 0; k < weights.count[x]; k++) {
        sum += (in[from + k] & 0xFF) * values[weight + k];
      }
      out[outStart + x] = clip(sum);
    }
  }

  private static void colourRow(byte[] in, int inStart, byte[] out, int outStart, Weights weights) {
    int[] values = weights.values;
    for (int x = 0; x < weights.first.length; x++) {
      int from = inStart + 3 * weights.first[x];
      int weight = x * weights.most;
      int red = 1 << (BITS - 1);
      int green = red;
      int blue = red;
      for (int k = 0; k < weights.count[x]; k++) {
        int value = values[weight + k];
        red += (in[from + 3 * k] & 0xFF) * value;
        green += (in[from + 3 * k + 1] & 0xFF) * value;
        blue += (in[from + 3 * k + 2] & 0xFF) * value;
      }
      out[outStart + 3 * x] = clip(red);
      out[outStart + 3 * x + 1] = clip(green);
      out[outStart + 3 * x + 2] = clip(blue);
    }
  }

  private static Image rows(Image image, int height, Filter filter) {
    Weights weights = Weights.of(image.height(), height, filter);
    int length = image.width() * image.channels();
    byte[] in = image.pixels();
    Image resized = Image.black(image.width(), height, image.channels());
    int[] sums = new int[length];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, 1 << (BITS - 1));
      for (int k = 0; k < weights.count[y]; k++) {
        int weight = weights.values[y * weights.most + k];
        int start = (weights.first[y] + k) * length;
        for (int x = 0; x < length; x++) {
          sums[x] += (in[start + x] & 0xFF) * weight;
        }
      }
      for (int x = 0; x < length; x++) {
        resized.pixels()[y * length + x] = clip(sums[x]);
      }
    }
    return resized;
  }

  private static byte clip(int sum) {
    return (byte) Math.clamp(sum >> BITS, 0, 255);
  }

  /// Which input pixels each output pixel is made of, and how much of each.
  private static final class Weights {
    private final int most;
    private final int[] first;
    private final int[] count;
    private final int[] values;

    private Weights(int most, int size) {
      this.most = most;
      this.first = new int[size];
      this.count = new int[size];
      this.values = new int[Math.multiplyExact(most, size)];
    }

    static Weights of(int from, int to, Filter filter) {
      double scale = (double) from / to;
      double stretch = Math.max(1, scale);
      double support = filter.support() * stretch;
      Weights weights = new Weights((int) Math.ceil(support) * 2 + 1, to);
      double[] exact = new double[weights.most];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        int start = Math.max(0, (int) (centre - support + 0.5));
        int end = Math.min(from, (int) (centre + support + 0.5));
        double sum = 0;
        for (int k = 0; k < end - start; k++) {
          exact[k] = filter.weight((k + start - centre + 0.5) * (1 / stretch));
          sum += exact[k];
        }
        weights.first[i] = start;
        weights.count[i] = end - start;
        for (int k = 0; k < end - start; k++) {
          double share = (sum == 0 ? exact[k] : exact[k] / sum) * (1 << BITS);
          weights.values[i * weights.most + k] = (int) (share < 0 ? share - 0.5 : share + 0.5);
        }
      }
      return weights;
    }
  }
}
