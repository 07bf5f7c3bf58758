package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Makes values of the samples that a DICOM file stores: numbers with a scale, or colours.
///
/// Source: DICOM PS3.3, C.11.1 (modality LUT), C.7.6.3.1.5 and C.7.6.3.1.6 (palettes),
/// C.7.6.3.1.2 (photometric interpretation).
final class DicomValues {
  private final DicomDataSet dataSet;
  private final DicomPixelFormat format;
  private final int[][] palette;
  private final int first;

  /// @throws LoupeException if the file has no whole palette though it needs one, or a table of
  ///     values
  DicomValues(DicomDataSet dataSet, DicomPixelFormat format, ByteOrder order) {
    this.dataSet = dataSet;
    this.format = format;
    boolean indexed = format.photometric().equals(DicomPixelFormat.PALETTE);
    this.palette = indexed ? palette(order) : new int[0][];
    int first = indexed ? words(DicomTag.PALETTE, order)[1] : 0;
    this.first = format.signed() ? (short) first : first;
    if (!dataSet.items(DicomTag.MODALITY_TABLE).isEmpty()) {
      throw LoupeException.of("the pixels have a table of values, which Loupe doesn't read")
          .expected("a slope and an intercept, or neither")
          .got("element " + DicomTag.text(DicomTag.MODALITY_TABLE));
    }
  }

  /// Writes the values of a frame.
  ///
  /// @param samples as they are stored, those of a pixel side by side
  /// @param at where the first value goes
  void write(int frame, int[] samples, float[] into, int at) {
    if (palette.length > 0) {
      for (int i = 0; i < samples.length; i++) {
        int index = Math.clamp(number(samples[i]) - first, 0, palette[0].length - 1);
        for (int c = 0; c < 3; c++) {
          into[at + 3 * i + c] = palette[c][index];
        }
      }
    } else if (format.photometric().startsWith("YBR")) {
      for (int i = 0; i < samples.length; i += 3) {
        colour(samples, i, into, at + i);
      }
    } else if (format.samples() == 3) {
      for (int i = 0; i < samples.length; i++) {
        into[at + i] = number(samples[i]);
      }
    } else {
      double slope = scale(DicomTag.SLOPE, frame).orElse(1.0);
      double intercept = scale(DicomTag.INTERCEPT, frame).orElse(0.0);
      for (int i = 0; i < samples.length; i++) {
        into[at + i] = (float) (number(samples[i]) * slope + intercept);
      }
    }
  }

  /// The number in the bits that hold it.
  private long number(int sample) {
    long bits = (sample & 0xFFFFFFFFL) >>> (format.high() + 1 - format.stored());
    int unused = 64 - format.stored();
    return format.signed() ? bits << unused >> unused : bits << unused >>> unused;
  }

  /// From brightness and two differences to red, green and blue: ITU-T T.871, section 7.
  private static void colour(int[] samples, int from, float[] into, int to) {
    double y = samples[from];
    double blue = samples[from + 1] - 128.0;
    double red = samples[from + 2] - 128.0;
    into[to] = clip(y + 1.402 * red);
    into[to + 1] = clip(y - 0.114 * 1.772 / 0.587 * blue - 0.299 * 1.402 / 0.587 * red);
    into[to + 2] = clip(y + 1.772 * blue);
  }

  private static float clip(double value) {
    return (float) Math.clamp(Math.floor(value + 0.5), 0, 255);
  }

  /// A number of the scale: the file's, or that of the frame in a file with functional groups.
  private Optional<Double> scale(int tag, int frame) {
    Optional<Double> own = dataSet.decimals(tag).stream().findFirst();
    return own.or(
        () ->
            DicomFrames.group(dataSet, DicomTag.VALUE_TRANSFORMATION, frame)
                .flatMap(item -> item.decimals(tag).stream().findFirst()));
  }

  /// Red, green and blue of each index.
  private int[][] palette(ByteOrder order) {
    int[][] tables = new int[3][];
    for (int c = 0; c < 3; c++) {
      int[] description = words(DicomTag.PALETTE + c, order);
      byte[] data =
          dataSet
              .find(DicomTag.PALETTE_DATA + c)
              .orElseThrow(() -> missing("a palette that is not in segments"))
              .value();
      if (description.length != 3) {
        throw missing("three numbers that describe each table of the palette");
      }
      int entries = description[0] == 0 ? 1 << 16 : description[0];
      boolean wide = data.length >= 2 * entries;
      if (data.length < entries || (!wide && description[2] > 8)) {
        throw missing(entries + " entries of " + description[2] + " bits");
      }
      int[] table = new int[entries];
      ByteBuffer bytes = ByteBuffer.wrap(data).order(order);
      for (int i = 0; i < entries; i++) {
        table[i] = wide ? bytes.getShort(2 * i) & 0xFFFF : bytes.get(i) & 0xFF;
      }
      tables[c] = table;
    }
    if (tables[1].length != tables[0].length || tables[2].length != tables[0].length) {
      throw missing("tables of one length");
    }
    return tables;
  }

  private int[] words(int tag, ByteOrder order) {
    byte[] value = dataSet.find(tag).orElseThrow(() -> missing("a palette")).value();
    int[] words = new int[value.length / 2];
    for (int i = 0; i < words.length; i++) {
      words[i] = ByteBuffer.wrap(value).order(order).getShort(2 * i) & 0xFFFF;
    }
    return words;
  }

  private static LoupeException missing(String expected) {
    return LoupeException.of("the pixels need a palette that the file doesn't have")
        .expected(expected)
        .got(
            "elements %s to %s, %s to %s"
                .formatted(
                    DicomTag.text(DicomTag.PALETTE),
                    DicomTag.text(DicomTag.PALETTE + 2),
                    DicomTag.text(DicomTag.PALETTE_DATA),
                    DicomTag.text(DicomTag.PALETTE_DATA + 2)));
  }

  /// The values that the file's numbers have at most in one channel: to show colours.
  int largestColour() {
    if (palette.length == 0) {
      return format.stored() >= 31 ? Integer.MAX_VALUE : (1 << format.stored()) - 1;
    }
    int most = 255;
    for (int[] table : palette) {
      for (int value : table) {
        most = value > most ? 65535 : most;
      }
    }
    return most;
  }
}
