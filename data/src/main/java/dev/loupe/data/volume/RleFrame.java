package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Unpacks a frame of DICOM's run lengths.
///
/// A frame is up to 15 segments: each byte of each sample has one, the highest byte first. A
/// segment is packed as PackBits does it.
///
/// Source: DICOM PS3.5, annex G.
final class RleFrame {
  private static final int HEADER = 64;

  private RleFrame() {}

  /// The samples of a frame, those of a pixel side by side.
  ///
  /// @param frame packed
  /// @throws LoupeException if it is broken, or not of this format
  static int[] unpack(byte[] frame, DicomPixelFormat format) {
    int width = format.allocated() / 8;
    int count = format.samples() * width;
    ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    if (frame.length < HEADER) {
      throw LoupeException.of("the header of an RLE frame is cut short")
          .expected(HEADER + " bytes")
          .got(frame.length + " bytes");
    }
    if (header.getInt(0) != count) {
      throw LoupeException.of("an RLE frame has the wrong number of segments")
          .expected(count + " for " + format.text())
          .got(String.valueOf(header.getInt(0)));
    }
    int pixels = format.pixels();
    int[] values = new int[Math.multiplyExact(pixels, format.samples())];
    for (int segment = 0; segment < count; segment++) {
      long start = header.getInt(4 + 4 * segment) & 0xFFFFFFFFL;
      boolean last = segment == count - 1;
      long end = last ? frame.length : header.getInt(8 + 4 * segment) & 0xFFFFFFFFL;
      if (start < HEADER || end < start || end > frame.length) {
        throw LoupeException.of("segment " + segment + " of an RLE frame lies outside of it")
            .expected("offsets of " + HEADER + " to " + frame.length)
            .got(start + " to " + end);
      }
      int sample = segment / width;
      int shift = 8 * (width - 1 - segment % width);
      unpack(frame, (int) start, (int) end, new Target(values, sample, format.samples(), shift));
    }
    return values;
  }

  /// Where the bytes of a segment go: into every so manieth value, shifted.
  private record Target(int[] values, int first, int step, int shift) {
    void put(int pixel, byte value) {
      values[first + pixel * step] |= (value & 0xFF) << shift;
    }
  }

  private static void unpack(byte[] in, int start, int end, Target target) {
    int pixels = target.values.length / target.step;
    int from = start;
    int done = 0;
    while (done < pixels) {
      if (from + 1 >= end) {
        throw LoupeException.of("a segment of an RLE frame is cut short")
            .expected(pixels + " pixels")
            .got(String.valueOf(done));
      }
      int control = in[from++];
      // 0 to 127: the next bytes as they are; -127 to -1: the next byte several times.
      int run = control >= 0 ? control + 1 : control == -128 ? 0 : 1 - control;
      run = Math.min(run, pixels - done);
      if (control >= 0) {
        if (run > end - from) {
          throw LoupeException.of("a segment of an RLE frame is cut short")
              .expected(run + " more bytes")
              .got(String.valueOf(end - from));
        }
        for (int i = 0; i < run; i++) {
          target.put(done + i, in[from + i]);
        }
        from += control + 1;
      } else if (control != -128) {
        for (int i = 0; i < run; i++) {
          target.put(done + i, in[from]);
        }
        from++;
      }
      done += run;
    }
  }
}
