package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;
import java.util.List;

/// How the pixels of a DICOM file are to be understood.
///
/// Source: DICOM PS3.3, C.7.6.3 (image pixel module).
///
/// @param rows of a frame
/// @param columns of a frame
/// @param frames how many
/// @param samples stored for a pixel: 1 or 3
/// @param allocated bits a sample takes: 1, 8, 16 or 32
/// @param stored bits of these that hold the number
/// @param high the highest bit that holds it
/// @param signed whether it is a two's complement
/// @param planar whether a frame has all of one colour before the next
/// @param photometric what samples mean
record DicomPixelFormat(
    int rows,
    int columns,
    int frames,
    int samples,
    int allocated,
    int stored,
    int high,
    boolean signed,
    boolean planar,
    String photometric) {
  private static final List<String> GREY = List.of("MONOCHROME1", "MONOCHROME2");
  private static final List<String> COLOUR = List.of("RGB", "YBR_FULL", "YBR_FULL_422");
  static final String PALETTE = "PALETTE COLOR";

  /// Reads and checks the elements that say it.
  ///
  /// @throws LoupeException if one is missing, or is none of what Loupe reads
  static DicomPixelFormat of(DicomDataSet dataSet) {
    int samples = dataSet.integer(DicomTag.SAMPLES, 1);
    int allocated = number(dataSet, DicomTag.BITS_ALLOCATED, 1, 32);
    int stored = dataSet.integer(DicomTag.BITS_STORED, allocated);
    int high = dataSet.integer(DicomTag.HIGH_BIT, stored - 1);
    if (!List.of(1, 8, 16, 32).contains(allocated)) {
      throw odd(DicomTag.BITS_ALLOCATED, "1, 8, 16 or 32 bits allocated", allocated + " bits");
    }
    if (stored < 1 || stored > allocated) {
      throw odd(DicomTag.BITS_STORED, "1 to " + allocated + " bits stored", stored + " bits");
    }
    if (high < stored - 1 || high >= allocated) {
      throw odd(
          DicomTag.HIGH_BIT,
          "a highest bit of " + (stored - 1) + " to " + (allocated - 1),
          high + "");
    }
    String photometric = dataSet.text(DicomTag.PHOTOMETRIC);
    boolean single = GREY.contains(photometric) || photometric.equals(PALETTE);
    if (!single && !COLOUR.contains(photometric)) {
      throw odd(
          DicomTag.PHOTOMETRIC,
          "one of " + String.join(", ", GREY) + ", " + PALETTE + ", " + String.join(", ", COLOUR),
          "'" + photometric + "'");
    }
    if (samples != (single ? 1 : 3)) {
      throw odd(DicomTag.SAMPLES, (single ? 1 : 3) + " for " + photometric, samples + "");
    }
    if (photometric.startsWith("YBR") && allocated != 8) {
      throw odd(DicomTag.BITS_ALLOCATED, "8 for " + photometric, allocated + "");
    }
    return new DicomPixelFormat(
        number(dataSet, DicomTag.ROWS, 1, 65535),
        number(dataSet, DicomTag.COLUMNS, 1, 65535),
        frames(dataSet),
        samples,
        allocated,
        stored,
        high,
        dataSet.integer(DicomTag.SIGNED, 0) == 1,
        samples == 3 && dataSet.integer(DicomTag.PLANAR, 0) == 1,
        photometric);
  }

  /// Some writers leave 0, or nothing, for one frame.
  private static int frames(DicomDataSet dataSet) {
    int frames = dataSet.integer(DicomTag.FRAMES, 1);
    if (frames < 0) {
      throw odd(DicomTag.FRAMES, "a number of frames", frames + "");
    }
    return Math.max(1, frames);
  }

  private static int number(DicomDataSet dataSet, int tag, int least, int most) {
    int value = dataSet.integer(tag, -1);
    if (value < least || value > most) {
      throw odd(tag, least + " to " + most, value < 0 ? "nothing" : value + "");
    }
    return value;
  }

  private static LoupeException odd(int tag, String expected, String got) {
    return LoupeException.of("element " + DicomTag.text(tag) + " does not fit pixels")
        .expected(expected)
        .got(got);
  }

  /// Pixels of a frame.
  int pixels() {
    return Math.multiplyExact(rows, columns);
  }

  /// Numbers a pixel is read as: 3 of colours, else 1.
  int channels() {
    return samples == 3 || photometric.equals(PALETTE) ? 3 : 1;
  }

  /// Bits that a frame takes where it is not packed.
  ///
  /// @param halved whether two neighbours share their colour
  long frameBits(boolean halved) {
    long samplesOfTwo = halved ? 4 : 2L * samples;
    return (long) rows * columns * samplesOfTwo * allocated / 2;
  }

  String text() {
    return "%d frames of %dx%d, %d samples of %d bits"
        .formatted(frames, columns, rows, samples, allocated);
  }
}
