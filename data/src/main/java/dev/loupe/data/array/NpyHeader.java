package dev.loupe.data.array;

import dev.loupe.data.io.ByteInput;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What stands before the numbers of a `.npy` file.
///
/// Source: NumPy, module numpy.lib.format, Format Version 1.0 to 3.0.
///
/// @param type of the numbers
/// @param order of their bytes
/// @param fortran whether the first axis is the fastest, not the last
/// @param sizes of the axes, outermost first; none for a scalar
/// @param start the offset of the first number
public record NpyHeader(
    NumberType type, ByteOrder order, boolean fortran, int[] sizes, long start) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST_HEADER = 1 << 20;

  /// How many numbers there are.
  public long count() {
    // An empty array may have axes that would be too long together.
    boolean empty = Arrays.stream(sizes).anyMatch(size -> size == 0);
    return empty ? 0 : Arrays.stream(sizes).asLongStream().reduce(1, Math::multiplyExact);
  }

  /// How many bytes the numbers take.
  public long bytes() {
    return count() * type.bytes();
  }

  static NpyHeader read(ByteInput in) throws IOException {
    byte[] head = in.bytes(8, "the NumPy header");
    if (!Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length))) {
      throw LoupeException.of("this is no NumPy file")
          .expected("the bytes 93 'NUMPY' at offset 0")
          .got(hex(head));
    }
    int version = head[6] & 0xFF;
    if (version < 1 || version > 3) {
      throw LoupeException.of("the NumPy file has a version at offset 6 that Loupe doesn't read")
          .expected("1, 2 or 3")
          .got(String.valueOf(version));
    }
    byte[] size = Arrays.copyOf(in.bytes(version == 1 ? 2 : 4, "the length of the header"), 4);
    long length = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFFFFL;
    if (length > MOST_HEADER) {
      throw LoupeException.of("the NumPy file claims a very long header at offset 8")
          .expected("at most " + MOST_HEADER + " bytes")
          .got(length + " bytes");
    }
    long at = in.offset();
    byte[] text = in.bytes(length, "the NumPy header");
    return new NpyHeaderText(
            new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
            at)
        .parse(in.offset());
  }

  private static String hex(byte[] head) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < MAGIC.length; i++) {
      text.append(i > 0 ? " " : "").append("%02X".formatted(head[i]));
    }
    return text.toString();
  }
}
