package dev.loupe.data.volume;

import dev.loupe.data.io.ByteInput;
import dev.loupe.data.volume.DicomParser.Pixels;
import dev.loupe.tensor.LoupeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Takes frames of stored samples out of pixel data.
///
/// Source: DICOM PS3.5, section 8 and annex A.4.
final class DicomPixels {
  private final Pixels place;
  private final DicomPixelFormat format;
  private final ByteOrder order;

  DicomPixels(Pixels place, DicomPixelFormat format, ByteOrder order) {
    this.place = place;
    this.format = format;
    this.order = order;
  }

  /// Takes the samples of a frame, those of a pixel side by side, as they are stored.
  interface Frames {
    void take(int frame, int[] samples);
  }

  /// Reads some frames that are not packed.
  ///
  /// @param in at the value of the pixel data
  void plain(ByteInput in, int first, int count, Frames frames) throws IOException {
    if (place.length() < 0) {
      throw LoupeException.of("the pixel data is in fragments at offset " + place.offset())
          .expected("one value, as nothing is packed");
    }
    // Some writers say that colours are halved, and store all of them.
    boolean halved =
        format.photometric().equals("YBR_FULL_422")
            && 8 * place.length() < format.frames() * format.frameBits(false);
    long bits = format.frameBits(halved);
    long needed = (Math.multiplyExact(bits, format.frames()) + 7) / 8;
    if (needed > place.length()) {
      throw LoupeException.of("the pixel data at offset " + place.offset() + " is too short")
          .expected(needed + " bytes for " + format.text())
          .got(place.length() + " bytes");
    }
    if (halved && format.columns() % 2 != 0) {
      throw LoupeException.of("pixels that share their colour need an even number of columns")
          .got(String.valueOf(format.columns()));
    }
    int unit = words() ? 16 : 8;
    long at = Math.multiplyExact(bits, first) / unit * unit / 8;
    in.skip(at, "the pixel data");
    int rest = (int) (bits * first % unit);
    for (int f = first; f < first + count; f++) {
      // A frame may end within a byte or a word, where the next one begins.
      long length = Math.min((rest + bits + unit - 1) / unit * unit / 8, place.length() - at);
      boolean shared = (rest + bits) % unit != 0;
      byte[] raw =
          shared ? in.peek((int) length, "the pixel data") : in.bytes(length, "the pixel data");
      frames.take(f, samples(words() ? swapped(raw) : raw, rest, halved));
      if (shared) {
        length = (rest + bits) / unit * unit / 8;
        in.skip(length, "the pixel data");
      }
      at += length;
      rest = (int) ((rest + bits) % unit);
    }
  }

  /// Whether bytes were written as words, which lie the other way round in big-endian files.
  private boolean words() {
    return order == ByteOrder.BIG_ENDIAN && place.type().equals("OW") && format.allocated() <= 8;
  }

  private static byte[] swapped(byte[] raw) {
    byte[] swapped = new byte[raw.length];
    for (int i = 0; i < raw.length; i++) {
      swapped[i] = raw[Math.min(i ^ 1, raw.length - 1)];
    }
    return swapped;
  }

  private int[] samples(byte[] raw, int firstBit, boolean halved) {
    int pixels = format.pixels();
    int samples = format.samples();
    int[] values = new int[Math.multiplyExact(pixels, samples)];
    ByteBuffer bytes = ByteBuffer.wrap(raw).order(order);
    for (int i = 0; i < values.length; i++) {
      int at = format.planar() ? i % samples * pixels + i / samples : i;
      if (halved) {
        // Two pixels: brightness, brightness, blue, red.
        int pair = i / 6 * 4;
        int sample = i % 3;
        at = pair + (sample == 0 ? i / 3 % 2 : sample + 1);
      }
      values[i] =
          switch (format.allocated()) {
            case 1 -> (raw[(firstBit + at) / 8] >> ((firstBit + at) % 8)) & 1;
            case 8 -> bytes.get(firstBit / 8 + at) & 0xFF;
            case 16 -> bytes.getShort(2 * at) & 0xFFFF;
            default -> bytes.getInt(4 * at);
          };
    }
    return values;
  }

  /// Reads some frames that are packed by run lengths.
  ///
  /// @param in at the value of the pixel data
  void packed(ByteInput in, int first, int count, Frames frames) throws IOException {
    if (place.length() >= 0) {
      throw LoupeException.of("the pixel data at offset " + place.offset() + " is not in fragments")
          .expected("fragments, as the pixels are packed");
    }
    if (format.allocated() == 1) {
      throw LoupeException.of("single bits can't be packed by run lengths");
    }
    long[] starts = starts(in);
    long begin = in.offset();
    List<byte[]> fragments = new ArrayList<>();
    int frame = 0;
    while (frame < first + count) {
      byte[] head = in.bytes(8, "an item of the pixel data");
      ByteBuffer item = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      boolean end = item.getShort(0) == (short) 0xFFFE && item.getShort(2) == (short) 0xE0DD;
      long offset = in.offset() - 8 - begin;
      boolean next = starts.length > 1 && frame + 1 < starts.length && offset == starts[frame + 1];
      boolean alone = format.frames() > 1 && starts.length <= 1;
      if (!fragments.isEmpty() && (end || next || alone)) {
        if (frame >= first) {
          frames.take(frame, RleFrame.unpack(joined(fragments), format));
        }
        fragments.clear();
        frame++;
      }
      if (end && frame < first + count) {
        throw LoupeException.of("there are too few frames in the pixel data")
            .expected(String.valueOf(format.frames()))
            .got(String.valueOf(frame));
      }
      if (frame < first + count) {
        fragments.add(fragment(in, item));
      }
    }
  }

  private static byte[] fragment(ByteInput in, ByteBuffer item) throws IOException {
    if (item.getShort(0) != (short) 0xFFFE || item.getShort(2) != (short) 0xE000) {
      throw LoupeException.of("there is no item of pixel data at offset " + (in.offset() - 8));
    }
    return in.bytes(item.getInt(4) & 0xFFFFFFFFL, "a fragment of the pixel data");
  }

  /// The offsets of the frames from the first item behind the table; none where it is empty.
  private long[] starts(ByteInput in) throws IOException {
    ByteBuffer item =
        ByteBuffer.wrap(in.bytes(8, "the table of frames")).order(ByteOrder.LITTLE_ENDIAN);
    byte[] table = fragment(in, item);
    if (table.length != 0 && table.length != 4L * format.frames()) {
      throw LoupeException.of("the table of frames at offset " + place.offset() + " is odd")
          .expected("0 or " + 4L * format.frames() + " bytes for " + format.frames() + " frames")
          .got(table.length + " bytes");
    }
    ByteBuffer offsets = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    long[] starts = new long[table.length / 4];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = offsets.getInt(4 * i) & 0xFFFFFFFFL;
    }
    return starts;
  }

  private static byte[] joined(List<byte[]> fragments) {
    if (fragments.size() == 1) {
      return fragments.getFirst();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    fragments.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
