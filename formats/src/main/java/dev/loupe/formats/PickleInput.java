package dev.loupe.formats;

import dev.loupe.tensor.LoupeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of pickles in their order, with the offset for errors. No length is believed before
/// its bytes are there.
final class PickleInput {
  /// How long the text of a name or number may be.
  private static final int MOST_LINE = 4096;

  /// How long a text or a string of bytes may be.
  private static final int MOST_BYTES = 1 << 26;

  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final long end;
  private long offset;

  /// @param end how many bytes there are at most
  PickleInput(InputStream in, long end) {
    this.in = in;
    this.end = end;
  }

  /// How many bytes have been read.
  long offset() {
    return offset;
  }

  int unsigned8() throws IOException {
    int b = in.read();
    if (b < 0 || offset >= end) {
      throw cut("a byte");
    }
    offset++;
    return b;
  }

  /// A little-endian number of up to 8 bytes, without a sign below 8.
  long unsigned(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= ((long) unsigned8()) << (8 * i);
    }
    return value;
  }

  double float64() throws IOException {
    return ByteBuffer.wrap(bytes(8)).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  /// Exactly so many bytes; memory grows with what has come.
  byte[] bytes(long count) throws IOException {
    check(count);
    if (count > MOST_BYTES) {
      throw LoupeException.of("the text at byte " + offset + " is too long")
          .expected("at most " + MOST_BYTES + " bytes")
          .got(count + " bytes");
    }
    byte[] bytes = new byte[(int) Math.min(count, CHUNK)];
    int have = 0;
    while (true) {
      int read = in.readNBytes(bytes, have, bytes.length - have);
      have += read;
      offset += read;
      if (have < bytes.length) {
        throw cut(count + " bytes");
      }
      if (have == count) {
        return bytes;
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(count, 4L * have));
    }
  }

  /// Passes over so many bytes.
  void skip(long count) throws IOException {
    check(count);
    try {
      in.skipNBytes(count);
    } catch (EOFException e) {
      throw cut(count + " bytes").causedBy(e);
    }
    offset += count;
  }

  private void check(long count) {
    if (count < 0 || count > end - offset) {
      throw LoupeException.of("the file is cut short")
          .expected(Long.toUnsignedString(count) + " bytes at byte " + offset)
          .got("at most " + (end - offset) + " bytes");
    }
  }

  String text(long count) throws IOException {
    long at = offset;
    byte[] bytes = bytes(count);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw LoupeException.of("the text at byte " + at + " is not UTF-8").causedBy(e);
    }
  }

  /// Text up to the end of the line.
  String line() throws IOException {
    long at = offset;
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = unsigned8();
      if (b == '\n') {
        return line.toString();
      }
      if (line.length() == MOST_LINE) {
        throw LoupeException.of("the line at byte " + at + " does not end")
            .expected("at most " + MOST_LINE + " characters");
      }
      line.append((char) b);
    }
  }

  private LoupeException cut(String what) {
    return LoupeException.of("the file is cut short")
        .expected(what + " at byte " + offset)
        .got("its end");
  }
}
