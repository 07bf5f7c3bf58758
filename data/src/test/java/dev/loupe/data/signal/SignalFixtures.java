package dev.loupe.data.signal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loupe.tensor.LoupeException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/// Small files for the tests, and where real ones are.
final class SignalFixtures {
  private SignalFixtures() {}

  /// A folder below `shared/data` beside the checkout or above; the test is skipped without it.
  static Path shared(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/data").resolve(name);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    assumeTrue(false, "skipped: there is no folder shared/data/" + name + " above this one");
    throw new AssertionError();
  }

  /// The message of the error that this ends in.
  static String error(Executable action) {
    return String.valueOf(Assertions.assertThrows(LoupeException.class, action).getMessage());
  }

  /// The message of the error that this ends in; it must not have taken much memory.
  static String frugalError(Executable action) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    String message = error(action);
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    Assertions.assertTrue(taken < 8 << 20, () -> taken + " bytes for: " + message);
    return message;
  }

  /// The rows of a csv resource without its head.
  static List<String[]> rows(String name) throws IOException {
    try (InputStream stream =
            Objects.requireNonNull(SignalFixtures.class.getResourceAsStream(name));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }
  }

  /// Adds the bits of values to a checksum; all NaNs are the same.
  static void crc(CRC32 crc, float[] values, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putInt(Float.floatToIntBits(values[i]));
    }
    crc.update(bytes.array());
  }

  static String crc(float[] values) {
    CRC32 crc = new CRC32();
    crc(crc, values, values.length);
    return String.format("%08x", crc.getValue());
  }

  /// Value i is made from a 32-bit hash of i: uniform in -1 to 1, as in signal_figures.py.
  static float[] noise(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      int h = i * 0x9E3779B1 + 12345;
      h ^= h >>> 15;
      h *= 0x85EBCA77;
      h ^= h >>> 13;
      values[i] = (h >>> 8) * 0x1p-23f - 1;
    }
    return values;
  }

  /// A chunk of a WAV file.
  static byte[] chunk(String id, byte... content) {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + content.length + (content.length & 1))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(id.getBytes(StandardCharsets.ISO_8859_1)).putInt(content.length).put(content);
    return bytes.array();
  }

  /// The content of a chunk `fmt `.
  static byte[] format(int tag, int channels, int rate, int block, int bits) {
    return ByteBuffer.allocate(16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) tag)
        .putShort((short) channels)
        .putInt(rate)
        .putInt(rate * block)
        .putShort((short) block)
        .putShort((short) bits)
        .array();
  }

  static byte[] wav(byte[]... chunks) {
    byte[] all = join(chunks);
    ByteBuffer bytes = ByteBuffer.allocate(12 + all.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(4 + all.length);
    bytes.put("WAVE".getBytes(StandardCharsets.ISO_8859_1)).put(all);
    return bytes.array();
  }

  /// A WAV file of 16-bit PCM.
  static byte[] wav16(int channels, int rate, int... values) {
    ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      data.putShort((short) value);
    }
    return wav(
        chunk("fmt ", format(1, channels, rate, 2 * channels, 16)), chunk("data", data.array()));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return packed.toByteArray();
  }

  /// A tar archive's entry.
  static byte[] tar(String name, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, "%011o\0".formatted(content.length));
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    byte[] all = new byte[512 + (content.length + 511) / 512 * 512];
    System.arraycopy(header, 0, all, 0, 512);
    System.arraycopy(content, 0, all, 512, content.length);
    return all;
  }

  private static void put(byte[] into, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, into, at, bytes.length);
  }
}
