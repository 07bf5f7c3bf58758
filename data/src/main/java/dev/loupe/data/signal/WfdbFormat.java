package dev.loupe.data.signal;

import org.jspecify.annotations.Nullable;

/// How samples are packed into a WFDB signal file.
///
/// Source: Moody, WFDB Applications Guide, signal(5).
enum WfdbFormat {
  F8(8, 1, 1, 8),
  F16(16, 1, 2, 16),
  F24(24, 1, 3, 24),
  F32(32, 1, 4, 32),
  F61(61, 1, 2, 16),
  F80(80, 1, 1, 8),
  F160(160, 1, 2, 16),
  F212(212, 2, 3, 12),
  F310(310, 3, 4, 10),
  F311(311, 3, 4, 10);

  private final int number;

  /// Samples and bytes of the smallest piece that ends at a whole byte.
  private final int samples;

  private final int bytes;
  private final int bits;

  WfdbFormat(int number, int samples, int bytes, int bits) {
    this.number = number;
    this.samples = samples;
    this.bytes = bytes;
    this.bits = bits;
  }

  /// The format with a number, or null.
  static @Nullable WfdbFormat of(int number) {
    for (WfdbFormat format : values()) {
      if (format.number == number) {
        return format;
      }
    }
    return null;
  }

  /// The number in headers.
  int number() {
    return number;
  }

  /// Whether samples are differences, so that each needs all before it.
  boolean differences() {
    return this == F8;
  }

  /// Whether a stored number says that there is no sample.
  boolean invalid(int stored) {
    return this != F8 && stored == -1 << (bits - 1);
  }

  /// How many bytes so many samples take.
  long bytesOf(long count) {
    long whole = count / samples * bytes;
    int rest = (int) (count % samples);
    // The second of three samples of format 310 ends with the fourth byte, of 311 with the third.
    return whole + (rest == 0 ? 0 : rest == 2 && this == F310 ? 4 : (rest * bits + 7) / 8);
  }

  /// How many whole samples so many bytes hold.
  long samplesIn(long size) {
    long whole = size / bytes * samples;
    int rest = (int) (size % bytes);
    int more = 0;
    while (more + 1 < samples && bytesOf(more + 1) <= rest) {
      more++;
    }
    return whole + more;
  }

  /// The sample at or before this one with which a byte begins.
  long aligned(long sample) {
    return sample - sample % samples;
  }

  /// Unpacks samples.
  ///
  /// @param from bytes that begin with an aligned sample
  /// @param skip how many samples to pass over
  /// @param count how many to unpack
  void decode(byte[] from, int skip, int count, int[] into) {
    for (int i = 0; i < count; i++) {
      into[i] = sample(from, skip + i);
    }
  }

  private int sample(byte[] b, int i) {
    return switch (this) {
      case F8 -> b[i];
      case F16 -> (b[2 * i + 1] << 8) | (b[2 * i] & 0xFF);
      case F24 -> (b[3 * i + 2] << 16) | ((b[3 * i + 1] & 0xFF) << 8) | (b[3 * i] & 0xFF);
      case F32 -> (pair(b, 4 * i + 2) << 16) | pair(b, 4 * i);
      case F61 -> (b[2 * i] << 8) | (b[2 * i + 1] & 0xFF);
      case F80 -> (b[i] & 0xFF) - 0x80;
      case F160 -> pair(b, 2 * i) - 0x8000;
      case F212 -> twelve(b, 3 * (i / 2), i % 2);
      case F310 -> ten310(b, 4 * (i / 3), i % 3);
      case F311 -> ten311(b, 4 * (i / 3), i % 3);
    };
  }

  private static int pair(byte[] b, int at) {
    return (b[at] & 0xFF) | ((b[at + 1] & 0xFF) << 8);
  }

  private static int extend(int value, int bits) {
    return (value << (32 - bits)) >> (32 - bits);
  }

  private static int twelve(byte[] b, int at, int which) {
    return which == 0
        ? extend(pair(b, at), 12)
        : extend(((b[at + 1] & 0xF0) << 4) | (b[at + 2] & 0xFF), 12);
  }

  private static int ten310(byte[] b, int at, int which) {
    return switch (which) {
      case 0 -> extend(pair(b, at) >> 1, 10);
      case 1 -> extend(pair(b, at + 2) >> 1, 10);
      default -> extend((pair(b, at) >> 11) | ((pair(b, at + 2) >> 11) << 5), 10);
    };
  }

  private static int ten311(byte[] b, int at, int which) {
    return switch (which) {
      case 0 -> extend(pair(b, at), 10);
      case 1 -> extend(pair(b, at + 1) >> 2, 10);
      default -> extend(pair(b, at + 2) >> 4, 10);
    };
  }
}
