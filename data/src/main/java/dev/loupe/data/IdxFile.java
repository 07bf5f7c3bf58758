package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The content of an IDX file: the format of MNIST, an array of bytes with its sizes.
///
/// Two zero bytes, the type, the number of axes, then each size as a big-endian 32-bit number,
/// then the values. A file may be packed by gzip: that is seen from its first bytes, not from its
/// name. Offsets in errors count unpacked bytes.
///
/// Source: LeCun, Cortes and Burges, The MNIST database, section The IDX file format.
///
/// @param sizes the sizes, outermost first
/// @param data the values, last axis fastest
public record IdxFile(int[] sizes, byte[] data) {
  private static final int CHUNK = 1 << 20;
  private static final int MAX_AXES = 8;

  /// Checks that there are as many values as the sizes say.
  public IdxFile {
    long n = 1;
    for (int size : sizes) {
      n *= size;
    }
    if (n != data.length) {
      throw new IllegalArgumentException(
          data.length + " values for the sizes " + Arrays.toString(sizes));
    }
  }

  /// Reads a file of unsigned bytes.
  ///
  /// What a header claims is not believed before the bytes are there: memory grows with the file.
  ///
  /// @throws LoupeException if the file can't be read, isn't IDX, or is too short or too long
  public static IdxFile read(Path file) {
    long[] count = new long[1];
    try (InputStream in = new Counted(open(file), count)) {
      return read(in);
    } catch (LoupeException e) {
      throw e.at(file.toString());
    } catch (NoSuchFileException e) {
      throw LoupeException.of(file + ": there is no such file").causedBy(e);
    } catch (EOFException | ZipException e) {
      throw LoupeException.of(
              "%s: the gzip data is broken after %d unpacked bytes (%s)"
                  .formatted(
                      file,
                      count[0],
                      e instanceof EOFException ? "it ends too early" : e.getMessage()))
          .fix("get the file again")
          .causedBy(e);
    } catch (IOException e) {
      throw LoupeException.of(file + ": can't be read (" + e.getMessage() + ")").causedBy(e);
    }
  }

  /// The header as it stands in a file; followed by [#data()] it is the whole unpacked file.
  byte[] header() {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.length);
    buffer.put((byte) 0).put((byte) 0).put((byte) 0x08).put((byte) sizes.length);
    for (int size : sizes) {
      buffer.putInt(size);
    }
    return buffer.array();
  }

  /// A stream of the unpacked bytes.
  @SuppressWarnings("MustBeClosedChecker")
  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(2);
      int magic = in.read() | in.read() << 8;
      in.reset();
      return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static IdxFile read(InputStream in) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4) {
      throw truncated("4 bytes of header at offset 0", magic.length);
    }
    if (magic[0] != 0 || magic[1] != 0) {
      throw LoupeException.of("this is no IDX file")
          .expected("two zero bytes at offset 0")
          .got("0x%02X 0x%02X".formatted(magic[0], magic[1]));
    }
    checkType(magic[2] & 0xFF);
    int axes = magic[3] & 0xFF;
    if (axes < 1 || axes > MAX_AXES) {
      throw LoupeException.of("the IDX file has an odd number of axes at offset 3")
          .expected("1 to " + MAX_AXES)
          .got(String.valueOf(axes));
    }
    byte[] header = in.readNBytes(4 * axes);
    if (header.length < 4 * axes) {
      throw truncated(axes + " sizes of 4 bytes at offset 4", 4 + header.length);
    }
    int[] sizes = new int[axes];
    ByteBuffer.wrap(header).asIntBuffer().get(sizes);
    int length = length(sizes);
    int start = 4 + 4 * axes;
    byte[] data = fill(in, start, length);
    if (in.read() >= 0) {
      throw LoupeException.of("bytes follow the last value")
          .expected("the end of the file at offset " + ((long) start + length))
          .got("more bytes")
          .fix("get the file again");
    }
    return new IdxFile(sizes, data);
  }

  private static void checkType(int type) {
    String name =
        switch (type) {
          case 0x08 -> "unsigned byte";
          case 0x09 -> "signed byte";
          case 0x0B -> "16-bit integer";
          case 0x0C -> "32-bit integer";
          case 0x0D -> "32-bit float";
          case 0x0E -> "64-bit float";
          default -> "unknown";
        };
    if (type != 0x08) {
      throw LoupeException.of("the IDX file has a type at offset 2 that Loupe doesn't read")
          .expected("0x08 (unsigned byte)")
          .got("0x%02X (%s)".formatted(type, name))
          .fix("convert the values to unsigned bytes");
    }
  }

  private static int length(int[] sizes) {
    long n = 1;
    for (int i = 0; i < sizes.length; i++) {
      long size = Integer.toUnsignedLong(sizes[i]);
      if (size == 0) {
        throw LoupeException.of("the IDX file is empty")
            .expected("a size of at least 1 at offset " + (4 + 4 * i))
            .got("0");
      }
      // Below 2^31 before, so the product fits 63 bits.
      n *= size;
      if (n > Integer.MAX_VALUE - 64) {
        throw LoupeException.of("the IDX file claims too many values for one array")
            .expected("at most " + (Integer.MAX_VALUE - 64))
            .got("sizes " + text(sizes));
      }
    }
    return (int) n;
  }

  private static String text(int[] sizes) {
    StringBuilder text = new StringBuilder();
    for (int size : sizes) {
      text.append(text.isEmpty() ? "" : "x").append(Integer.toUnsignedString(size));
    }
    return text.toString();
  }

  private static byte[] fill(InputStream in, int start, int length) throws IOException {
    byte[] data = new byte[Math.min(length, CHUNK)];
    int have = 0;
    while (true) {
      have += in.readNBytes(data, have, data.length - have);
      if (have < data.length) {
        throw truncated(
            length + " values from offset " + start + " to " + ((long) start + length),
            (long) start + have);
      }
      if (have == length) {
        return data;
      }
      data = Arrays.copyOf(data, (int) Math.min(length, 2L * have));
    }
  }

  /// Counts what is read, also where the reading ends in an exception.
  private static final class Counted extends FilterInputStream {
    private final long[] count;

    Counted(InputStream in, long[] count) {
      super(in);
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count[0] += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int n = super.read(into, from, length);
      count[0] += Math.max(n, 0);
      return n;
    }
  }

  private static LoupeException truncated(String expected, long end) {
    return LoupeException.of("the IDX file is cut short")
        .expected(expected)
        .got("the end of the file at offset " + end)
        .fix("get the file again");
  }
}
