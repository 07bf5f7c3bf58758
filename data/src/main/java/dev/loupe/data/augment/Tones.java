package dev.loupe.data.augment;

import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// Changes of brightness and colour, in place, on images in 0 to 1.
///
/// What counts grey levels (equalise, posterise) works on the nearest of 256, as Pillow does.
final class Tones {
  /// ITU-R BT.601.
  private static final float RED = 0.299f;

  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private Tones() {}

  /// `factor * value`.
  static void brightness(Tensor image, float factor) {
    float[] v = image.data();
    for (int i = image.offset(); i < image.offset() + image.length(); i++) {
      v[i] = mix(v[i], 0, factor);
    }
  }

  /// Away from the mean of the grey image, or towards it.
  static void contrast(Tensor image, float factor) {
    float[] v = image.data();
    int c = image.shape().channels();
    int end = image.offset() + image.length();
    double sum = 0;
    for (int i = image.offset(); i < end; i += c) {
      sum += grey(v, i, c);
    }
    float mean = (float) (sum * c / image.length());
    for (int i = image.offset(); i < end; i++) {
      v[i] = mix(v[i], mean, factor);
    }
  }

  /// Away from the grey image, or towards it; images without colours stay.
  static void saturation(Tensor image, float factor) {
    int c = image.shape().channels();
    float[] v = image.data();
    for (int i = image.offset(); c == 3 && i < image.offset() + image.length(); i += c) {
      float grey = grey(v, i, c);
      for (int k = i; k < i + c; k++) {
        v[k] = mix(v[k], grey, factor);
      }
    }
  }

  /// Turns the circle of colours, hue, saturation and value being those of Smith (1978).
  ///
  /// @param turns of the circle, -0.5 to 0.5
  static void hue(Tensor image, float turns) {
    if (image.shape().channels() != 3 || turns == 0) {
      return;
    }
    float[] v = image.data();
    for (int i = image.offset(); i < image.offset() + image.length(); i += 3) {
      float r = v[i];
      float g = v[i + 1];
      float b = v[i + 2];
      float value = Math.max(r, Math.max(g, b));
      float chroma = value - Math.min(r, Math.min(g, b));
      if (chroma <= 0) {
        continue;
      }
      float sixth;
      if (value == r) {
        sixth = (g - b) / chroma;
      } else if (value == g) {
        sixth = 2 + (b - r) / chroma;
      } else {
        sixth = 4 + (r - g) / chroma;
      }
      sixth += 6 * turns + 12;
      v[i] = channel(value, chroma, sixth + 5);
      v[i + 1] = channel(value, chroma, sixth + 3);
      v[i + 2] = channel(value, chroma, sixth + 1);
    }
  }

  private static float channel(float value, float chroma, float sixth) {
    float k = sixth % 6;
    return value - chroma * Math.clamp(Math.min(k, 4 - k), 0, 1);
  }

  /// All channels of a pixel become its grey.
  static void grey(Tensor image) {
    int c = image.shape().channels();
    float[] v = image.data();
    for (int i = image.offset(); c == 3 && i < image.offset() + image.length(); i += c) {
      Arrays.fill(v, i, i + c, grey(v, i, c));
    }
  }

  /// `1 - value`.
  static void invert(Tensor image) {
    float[] v = image.data();
    for (int i = image.offset(); i < image.offset() + image.length(); i++) {
      v[i] = 1 - v[i];
    }
  }

  /// Inverts the values of at least a threshold.
  static void solarise(Tensor image, float threshold) {
    float[] v = image.data();
    for (int i = image.offset(); i < image.offset() + image.length(); i++) {
      v[i] = v[i] >= threshold ? 1 - v[i] : v[i];
    }
  }

  /// Keeps the highest bits of 8; all 8 leave the image as it is.
  static void posterise(Tensor image, int bits) {
    float[] v = image.data();
    int mask = (0xFF << (8 - bits)) & 0xFF;
    for (int i = image.offset(); bits < 8 && i < image.offset() + image.length(); i++) {
      v[i] = (level(v[i]) & mask) / 255f;
    }
  }

  /// Spreads each channel over 0 to 1; a channel of one value stays.
  static void autocontrast(Tensor image) {
    int c = image.shape().channels();
    float[] v = image.data();
    int end = image.offset() + image.length();
    for (int k = 0; k < c; k++) {
      float least = Float.POSITIVE_INFINITY;
      float greatest = Float.NEGATIVE_INFINITY;
      for (int i = image.offset() + k; i < end; i += c) {
        least = Math.min(least, v[i]);
        greatest = Math.max(greatest, v[i]);
      }
      for (int i = image.offset() + k; greatest > least && i < end; i += c) {
        v[i] = (v[i] - least) / (greatest - least);
      }
    }
  }

  /// Makes all grey levels of a channel about as frequent, as Pillow's `equalize` counts them.
  static void equalise(Tensor image) {
    int c = image.shape().channels();
    float[] v = image.data();
    int end = image.offset() + image.length();
    int[] counts = new int[256];
    for (int k = 0; k < c; k++) {
      Arrays.fill(counts, 0);
      int last = 0;
      for (int i = image.offset() + k; i < end; i += c) {
        int level = level(v[i]);
        counts[level]++;
        last = Math.max(last, level);
      }
      int step = (image.length() / c - counts[last]) / 255;
      if (step == 0) {
        continue;
      }
      int below = step / 2;
      for (int level = 0; level < 256; level++) {
        int count = counts[level];
        counts[level] = Math.min(255, below / step);
        below += count;
      }
      for (int i = image.offset() + k; i < end; i += c) {
        v[i] = counts[level(v[i])] / 255f;
      }
    }
  }

  /// Away from a smoothed image, or towards it; the outermost pixels stay.
  ///
  /// Smoothed is the mean of 3 x 3 pixels where the middle one counts five times, as in Pillow.
  static void sharpness(Tensor image, float factor) {
    int height = image.shape().size(0);
    int width = image.shape().size(1);
    int c = image.shape().channels();
    float[] from = image.toArray();
    int line = width * c;
    for (int y = 1; y < height - 1; y++) {
      for (int i = y * line + c; i < (y + 1) * line - c; i++) {
        float above = from[i - line - c] + from[i - line] + from[i - line + c];
        float beside = from[i - c] + 5 * from[i] + from[i + c];
        float below = from[i + line - c] + from[i + line] + from[i + line + c];
        float smooth = (above + beside + below) / 13;
        image.data()[image.offset() + i] = mix(from[i], smooth, factor);
      }
    }
  }

  private static float mix(float value, float other, float factor) {
    return Math.clamp(factor * value + (1 - factor) * other, 0f, 1f);
  }

  private static float grey(float[] v, int at, int channels) {
    return channels == 3 ? RED * v[at] + GREEN * v[at + 1] + BLUE * v[at + 2] : v[at];
  }

  private static int level(float value) {
    return Math.clamp(Math.round(value * 255), 0, 255);
  }
}
