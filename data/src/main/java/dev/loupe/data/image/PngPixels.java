package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Turns the pixel data of a PNG into a picture: inflate, undo the row filters, expand to 8 bits.
///
/// Samples of 16 bits keep their high byte, as in Pillow; samples of 1, 2 and 4 bits are spread
/// over 0 to 255. Alpha is composed over white. Gamma and colour profiles are left alone.
///
/// Source: PNG Specification, Third Edition, sections 7 to 11.
final class PngPixels {
  /// No deflate stream is more than this many times smaller than what it holds.
  private static final int DEFLATE_LIMIT = 1032;

  private static final int[] PASS_X = {0, 4, 0, 2, 0, 1, 0};
  private static final int[] PASS_Y = {0, 0, 4, 0, 2, 0, 1};
  private static final int[] STEP_X = {8, 8, 4, 4, 2, 2, 1};
  private static final int[] STEP_Y = {8, 8, 8, 4, 4, 2, 2};

  private final PngFile png;
  private final Inflater inflater = new Inflater();
  private final Palette palette;
  private final int channels;
  private final byte[] pixels;
  private int nextChunk;

  private PngPixels(PngFile png) {
    this.png = png;
    this.palette = palette(png);
    this.channels = grey(png) ? 1 : 3;
    this.pixels = new byte[Math.toIntExact((long) png.width() * png.height() * channels)];
  }

  /// Whether the picture has one channel.
  static boolean grey(PngFile png) {
    return png.colourType() == 3 ? palette(png).grey() : (png.colourType() & 2) == 0;
  }

  /// Decodes the pixels.
  ///
  /// @throws LoupeException if the data is damaged or ends early
  static Image decode(PngFile png) {
    long compressed = 0;
    for (int[] chunk : png.data()) {
      compressed += chunk[1];
    }
    long bits = (long) png.width() * png.samples() * png.bitDepth();
    if ((bits + 7) / 8 * png.height() / DEFLATE_LIMIT > compressed + 64) {
      throw new LoupeException("the PNG's pixel data ends early");
    }
    PngPixels pixels = new PngPixels(png);
    try {
      pixels.read();
    } catch (DataFormatException e) {
      throw new LoupeException("the PNG's pixel data is damaged").causedBy(e);
    } finally {
      pixels.inflater.end();
    }
    return new Image(png.width(), png.height(), pixels.channels, pixels.pixels);
  }

  private static Palette palette(PngFile png) {
    byte[] colours = png.palette().clone();
    if (png.colourType() == 3) {
      for (int i = 0; i < colours.length; i++) {
        int alpha = i / 3 < png.transparency().length ? png.transparency()[i / 3] & 0xFF : 255;
        colours[i] = (byte) Palette.overWhite(colours[i] & 0xFF, alpha);
      }
    }
    return new Palette(colours);
  }

  private void read() throws DataFormatException {
    if (!png.interlaced()) {
      pass(0, 0, 1, 1);
      return;
    }
    for (int i = 0; i < 7; i++) {
      pass(PASS_X[i], PASS_Y[i], STEP_X[i], STEP_Y[i]);
    }
  }

  private void pass(int startX, int startY, int stepX, int stepY) throws DataFormatException {
    int count = (png.width() - startX + stepX - 1) / stepX;
    if (count <= 0 || startY >= png.height()) {
      return;
    }
    int bitsPerPixel = png.samples() * png.bitDepth();
    int length = Math.toIntExact(((long) count * bitsPerPixel + 7) / 8);
    byte[] row = new byte[length];
    byte[] above = new byte[length];
    byte[] filter = new byte[1];
    for (int y = startY; y < png.height(); y += stepY) {
      inflate(filter);
      inflate(row);
      unfilter(filter[0], row, above, Math.max(1, bitsPerPixel / 8));
      int target = (y * png.width() + startX) * channels;
      switch (png.colourType()) {
        case 0, 4 -> greyRow(row, count, target, stepX);
        case 3 -> paletteRow(row, count, target, stepX);
        default -> colourRow(row, count, target, stepX * 3);
      }
      byte[] swap = above;
      above = row;
      row = swap;
    }
  }

  private void inflate(byte[] into) throws DataFormatException {
    int done = 0;
    while (done < into.length) {
      int got = inflater.inflate(into, done, into.length - done);
      done += got;
      if (got == 0) {
        boolean more = inflater.needsInput() && nextChunk < png.data().size();
        if (!more) {
          throw new LoupeException("the PNG's pixel data ends early");
        }
        int[] chunk = png.data().get(nextChunk++);
        inflater.setInput(png.file(), chunk[0], chunk[1]);
      }
    }
  }

  private static void unfilter(int filter, byte[] row, byte[] above, int distance) {
    if (filter < 0 || filter > 4) {
      throw new LoupeException("the PNG's pixel data has an unknown filter " + filter);
    }
    for (int i = 0; filter != 0 && i < row.length; i++) {
      int left = i < distance ? 0 : row[i - distance] & 0xFF;
      int up = above[i] & 0xFF;
      int corner = i < distance ? 0 : above[i - distance] & 0xFF;
      int predicted =
          switch (filter) {
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            default -> paeth(left, up, corner);
          };
      row[i] = (byte) (row[i] + predicted);
    }
  }

  private static int paeth(int left, int up, int corner) {
    int estimate = left + up - corner;
    int toLeft = Math.abs(estimate - left);
    int toUp = Math.abs(estimate - up);
    int toCorner = Math.abs(estimate - corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }

  private int sample(byte[] row, int index) {
    return switch (png.bitDepth()) {
      case 8 -> row[index] & 0xFF;
      case 16 -> (row[2 * index] & 0xFF) << 8 | (row[2 * index + 1] & 0xFF);
      default -> {
        int bit = index * png.bitDepth();
        yield row[bit >> 3] >> (8 - png.bitDepth() - (bit & 7)) & png.largest();
      }
    };
  }

  private int toByte(int sample) {
    return png.bitDepth() == 16 ? sample >> 8 : sample * 255 / png.largest();
  }

  /// The transparent value of a channel, -1 if there is none.
  private int transparent(int channel) {
    byte[] chunk = png.transparency();
    return chunk.length < 2 * channel + 2
        ? -1
        : ((chunk[2 * channel] & 0xFF) << 8 | (chunk[2 * channel + 1] & 0xFF)) & png.largest();
  }

  private void greyRow(byte[] row, int count, int target, int step) {
    int samples = png.samples();
    int transparent = samples == 1 ? transparent(0) : -1;
    int at = target;
    for (int x = 0; x < count; x++, at += step) {
      int value = sample(row, x * samples);
      int alpha = samples == 2 ? toByte(sample(row, 2 * x + 1)) : value == transparent ? 0 : 255;
      pixels[at] = (byte) Palette.overWhite(toByte(value), alpha);
    }
  }

  private void paletteRow(byte[] row, int count, int target, int step) {
    int at = target;
    for (int x = 0; x < count; x++, at += step * channels) {
      int index = sample(row, x);
      if (index >= palette.size()) {
        throw new LoupeException(
            "the PNG has a pixel of colour " + index + " in a palette of " + palette.size());
      }
      System.arraycopy(palette.colours(), 3 * index, pixels, at, channels);
    }
  }

  private void colourRow(byte[] row, int count, int target, int step) {
    int samples = png.samples();
    int transparentRed = samples == 3 ? transparent(0) : -1;
    int transparentGreen = samples == 3 ? transparent(1) : -1;
    int transparentBlue = samples == 3 ? transparent(2) : -1;
    int at = target;
    for (int x = 0; x < count; x++, at += step) {
      int red = sample(row, x * samples);
      int green = sample(row, x * samples + 1);
      int blue = sample(row, x * samples + 2);
      int alpha = samples == 4 ? toByte(sample(row, 4 * x + 3)) : 255;
      if (red == transparentRed && green == transparentGreen && blue == transparentBlue) {
        alpha = 0;
      }
      pixels[at] = (byte) Palette.overWhite(toByte(red), alpha);
      pixels[at + 1] = (byte) Palette.overWhite(toByte(green), alpha);
      pixels[at + 2] = (byte) Palette.overWhite(toByte(blue), alpha);
    }
  }
}
