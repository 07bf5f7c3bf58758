package dev.loupe.data.io;

import dev.loupe.tensor.LoupeException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// The bytes of a file in their order, with the offset for errors.
///
/// A file may be packed by gzip: that is seen from its first bytes, not from its name. Offsets and
/// lengths count unpacked bytes. No length is believed before its bytes are there: what can't
/// follow is refused at once, and memory grows with what has come.
public final class ByteInput implements AutoCloseable {
  /// Deflate makes at most so many bytes of one.
  public static final long MOST_UNPACKED = 1032;

  /// The longest array of bytes.
  public static final int MOST_IN_ARRAY = Integer.MAX_VALUE - 64;

  private static final int CHUNK = 1 << 20;
  private static final int BUFFER = 1 << 16;

  private InputStream in;
  private long end;
  private boolean sure;
  private long offset;

  /// @param end the offset where it ends, if it is sure, else the last where it can end
  private ByteInput(InputStream in, long end, boolean sure) {
    this.in = in.markSupported() ? in : new BufferedInputStream(in, BUFFER);
    this.end = end;
    this.sure = sure;
  }

  /// What is done with the bytes of a file.
  ///
  /// @param <T> what it gives
  @FunctionalInterface
  public interface Reading<T> {
    /// Reads.
    ///
    /// @throws IOException if the file can't be read or unpacked
    T of(ByteInput in) throws IOException;
  }

  /// Opens a file, reads it, closes it.
  ///
  /// @throws LoupeException if it can't be read or unpacked; each message starts with the file
  public static <T> T read(Path file, Reading<T> reading) {
    ByteInput[] opened = new ByteInput[1];
    try (ByteInput in = open(file)) {
      opened[0] = in;
      return reading.of(in);
    } catch (LoupeException e) {
      throw e.at(file.toString());
    } catch (IOException e) {
      throw failed(e, opened[0] == null ? 0 : opened[0].offset).at(file.toString());
    }
  }

  /// What an exception of reading means.
  ///
  /// @param offset how many bytes had been read or unpacked
  public static LoupeException failed(IOException e, long offset) {
    LoupeException error =
        switch (e) {
          case NoSuchFileException none -> LoupeException.of("there is no such file");
          case EOFException cut -> unpacking(offset, "it ends too early");
          case ZipException broken -> unpacking(offset, String.valueOf(broken.getMessage()));
          default -> LoupeException.of("the file can't be read (" + e.getMessage() + ")");
        };
    return error.causedBy(e);
  }

  private static LoupeException unpacking(long offset, String reason) {
    return LoupeException.of(
            "the packed data is broken after %d unpacked bytes (%s)".formatted(offset, reason))
        .fix("get the file again");
  }

  /// The bytes of a stream.
  ///
  /// @param length how many there are at most
  public static ByteInput of(InputStream in, long length) {
    return new ByteInput(in, length, false);
  }

  private static ByteInput open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw LoupeException.of("this is a folder").expected("a file");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    FileInputStream stream = new FileInputStream(file.toFile());
    try {
      long size = Files.size(file);
      InputStream in = new BufferedInputStream(stream, BUFFER);
      in.mark(2);
      int magic = in.read() | (in.read() << 8);
      in.reset();
      return magic == GZIPInputStream.GZIP_MAGIC
          ? new ByteInput(new GZIPInputStream(in, BUFFER), unpacked(size), false)
          : new ByteInput(in, size, true);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /// Unpacks what remains from deflate without a header; offsets go on from here.
  public void inflate() {
    end = offset + unpacked(end - offset);
    sure = false;
    InputStream packed = new InflaterInputStream(in, new Inflater(true), BUFFER);
    in = new BufferedInputStream(packed, BUFFER);
  }

  private static long unpacked(long packed) {
    return packed > Long.MAX_VALUE / MOST_UNPACKED ? Long.MAX_VALUE : packed * MOST_UNPACKED;
  }

  /// How many bytes have been read or skipped.
  public long offset() {
    return offset;
  }

  /// How many bytes can follow at most.
  public long most() {
    return end - offset;
  }

  /// So many bytes, as far as they are there.
  public byte[] upTo(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    offset += bytes.length;
    return bytes;
  }

  /// The next bytes, which stay to be read.
  ///
  /// @return fewer where the file ends
  public byte[] peek(int count) throws IOException {
    in.mark(count);
    byte[] bytes = in.readNBytes(count);
    in.reset();
    return bytes;
  }

  /// Exactly so many of the next bytes, which stay to be read.
  ///
  /// @throws LoupeException if the file ends before
  public byte[] peek(int count, String what) throws IOException {
    check(count, what);
    byte[] bytes = peek(count);
    if (bytes.length < count) {
      throw cut(count, what, offset);
    }
    return bytes;
  }

  /// Exactly so many bytes.
  ///
  /// @param what it is, for errors, such as `the header`
  /// @throws LoupeException if the file ends before, or if no array is so long
  public byte[] bytes(long count, String what) throws IOException {
    long start = offset;
    check(count, what);
    if (count > MOST_IN_ARRAY) {
      throw LoupeException.of(what + " at offset " + start + " doesn't fit one array")
          .expected("at most " + MOST_IN_ARRAY + " bytes")
          .got(count + " bytes");
    }
    byte[] bytes = new byte[(int) (sure ? count : Math.min(count, CHUNK))];
    int have = 0;
    while (true) {
      int read = in.readNBytes(bytes, have, bytes.length - have);
      have += read;
      offset += read;
      if (have < bytes.length) {
        throw cut(count, what, start);
      }
      if (have == count) {
        return bytes;
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(count, Math.max(4L * CHUNK, 2L * have)));
    }
  }

  /// Passes over so many bytes.
  ///
  /// @throws LoupeException if the file ends before
  public void skip(long count, String what) throws IOException {
    long start = offset;
    check(count, what);
    long left = count;
    while (left > 0) {
      long skipped = in.skip(left);
      if (skipped <= 0) {
        if (in.read() < 0) {
          throw cut(count, what, start);
        }
        skipped = 1;
      }
      left -= skipped;
      offset += skipped;
    }
  }

  /// Refuses a length of which it is sure that so much does not follow.
  ///
  /// @throws LoupeException if the length is below 0 or beyond the end
  public void check(long count, String what) {
    if (count < 0 || count > most()) {
      throw LoupeException.of("the file ends inside %s (from offset %d)".formatted(what, offset))
          .expected(Long.toUnsignedString(count) + " bytes")
          .got("at most %d until the end of the file".formatted(most()))
          .fix("get the file again");
    }
  }

  private LoupeException cut(long count, String what, long start) {
    return LoupeException.of("the file ends inside %s (from offset %d)".formatted(what, start))
        .expected(count + " bytes")
        .got("the end of the file at offset " + offset)
        .fix("get the file again");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
